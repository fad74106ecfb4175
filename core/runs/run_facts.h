#pragma once

#include "core/runs/run_record.h"

#include <string>

namespace overfit {

/// What charts, lists and exports say alike of a recorded run.

/// The accuracy of a guess, 1 / classes; 0 where the record knows none.
double chance_accuracy(const RunRecord& record);

/// Failed or diverged.
bool ended_badly(RunStatus status);

/// Whether its figures are those of an end that the experiment or people chose; not while it runs, diverged or broke off.
bool came_to_its_end(RunStatus status);

/// "in epoch 33", "after epoch 100": how far a run came, by its last line; told alike by window and terminal. One that was
/// stopped was in the epoch behind that line.
std::string place_words(RunStatus status, const EpochMetrics& last);

/// Why a run failed or diverged, in words; empty for others.
std::string failure_words(const RunRecord& record);

}   // namespace overfit
