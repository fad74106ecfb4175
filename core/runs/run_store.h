#pragma once

#include "core/config/experiment_config.h"
#include "core/runs/metrics_file.h"
#include "core/runs/run_record.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace overfit {

/// ${OVERFIT_RUNS_DIR:-~/overfit-runs}: where runs go when nothing else is said.
std::filesystem::path default_runs_dir();

/// One folder of a runs root. A foreign, broken or newer one has its reason in `problem` and hides nothing.
struct RunListing {
    std::filesystem::path folder;
    std::optional<RunRecord> record;   // with status Interrupted where the process is gone or the lock stale
    UserNotes user;
    std::string problem;              // empty when the record could be read
    std::string shown_name() const;   // the user's name, else the record's, else the folder's
};

/// Every folder directly below `runs_dir`, newest first; reads summaries only. An absent folder lists nothing.
std::vector<RunListing> list_runs(const std::filesystem::path& runs_dir);

/// One folder, wherever it lies.
RunListing read_run(const std::filesystem::path& run_folder);

/// `text` is a path of a run folder, or below `runs_dir` an id, a name, or an unambiguous part of one of them, whatever the
/// case of its letters. What is met exactly goes before a beginning or ending of an id, and that before any other part.
/// Throws UsageError that lists the candidates.
std::filesystem::path find_run(const std::string& text, const std::filesystem::path& runs_dir);

/// config.yaml of a run folder as it stands there: files that the folder keeps are named without it. To run it again:
/// read_config().
ExperimentConfig read_run_config(const std::filesystem::path& run_folder);

/// labels.bin with labels.json, checked against its sha256. Throws Error.
LabelRecord read_labels(const std::filesystem::path& run_folder);

}   // namespace overfit
