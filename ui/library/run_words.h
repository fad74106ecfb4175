#pragma once

#include "core/runs/run_store.h"

#include <QString>

namespace overfit::ui {

/// "fitted", "stopped by you", "unreadable": what a person calls the state of a run folder.
QString statusWords(const RunListing& run);

/// The second line of a run's row: "fitted · train 100.0 % · test 9.8 % · 28 s".
QString keyNumbers(const RunListing& run);

/// More than fits the row: folder, data, model, when, on what, error or the reason why it cannot be read.
QString runDetails(const RunListing& run);

/// Greater for newer runs: the digits of the time at which it was made, of the record or else of the folder's name.
QString ageKey(const RunListing& run);

/// "12 Nov, 14:03", in local time; what was given where it is no ISO 8601 time.
QString shortTime(const QString& isoUtc);

}   // namespace overfit::ui
