#pragma once

#include "core/audit/finding.h"
#include "core/runs/labels_file.h"
#include "core/runs/run_store.h"

#include <vector>

namespace overfit {

/// Whether the files of a run folder tell the same results: the last evaluation of run.json against the line of that epoch
/// in metrics.jsonl, and its accuracies against the last record of predictions.bin. A number that was changed in one of
/// them, or a damaged file, is an error. Nothing of a run that is running or broke off, nor of a file that is not there.
std::vector<Finding> stored_result_findings(const RunListing& run, const LabelRecord& labels);

}   // namespace overfit
