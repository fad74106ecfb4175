#pragma once

#include "app/console/console_observer.h"
#include "app/exit_code.h"
#include "core/experiment/experiment.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace overfit::cli {

/// What a training needs from the command line besides its configuration.
struct TrainingPlaces {
    std::filesystem::path runs_dir;
    std::vector<std::filesystem::path> data_roots;
};

/// Trains into a new run folder and shows it on stdout. Throws Error when it could not run.
RecordedRun train_and_show(const ExperimentConfig& config, const TrainingPlaces& places, Chatter chatter,
                           std::stop_token stop);

/// Goes on with a saved run, likewise.
RecordedRun resume_and_show(const std::filesystem::path& run_folder, const TrainingPlaces& places, Chatter chatter,
                            std::stop_token stop);

/// Done, Stopped, or Failed for a run that diverged or whose audit found an error (told on stderr).
ExitCode exit_code_of(const RunSummary& summary);

/// What stdout is fit for.
Chatter chatter_for(bool quiet);

}   // namespace overfit::cli
