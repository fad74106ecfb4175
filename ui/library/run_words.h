#pragma once

#include "core/runs/run_store.h"
#include "ui/library/run_auditor.h"

#include <QDate>
#include <QString>

namespace overfit::ui {

/// "fitted", "stopped", "can't be read": what a person calls the state of a run folder.
QString statusWords(const RunListing& run);

/// The second line of a run's row: "fitted · train 100.0 % · test 9.8 % · 28 s".
QString keyNumbers(const RunListing& run);

/// More than fits the row: folder, data, model, when, on what, findings, error or the reason why it cannot be read.
QString runDetails(const RunListing& run, const RunAudit* audit = nullptr);

/// A row for a screen reader: name, second line, and what else is drawn as a sign: star, tags, archived.
QString spokenRow(const RunListing& run, const QString& name, const QString& numbers, const QString& finding);

/// Greater for newer runs: the digits of the time at which it was made, of the record or else of the folder's name.
QString ageKey(const RunListing& run);

/// "Today", "Yesterday", "12 Nov 2026": the heading of a day's runs.
QString dayHeading(const QDate& day, const QDate& today);

/// The first line that says something, without Markdown's heading marks.
QString firstLine(const QString& text);

/// "12 Nov, 14:03", in local time; what was given where it is no ISO 8601 time.
QString shortTime(const QString& isoUtc);

/// "✗ labels not corrupted": the gravest warning or error; empty where there is none or the run is not judged yet.
QString findingWords(const RunAudit* audit);

}   // namespace overfit::ui
