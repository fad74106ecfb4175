#pragma once

#include "core/experiment/observer.h"
#include "core/runs/run_record.h"

#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>

namespace overfit {

/// The one door to training, for the window and the terminal alike: prepares the data, opens the engine, trains.
/// Returns how it ended; throws Error only if it could not run.
RunSummary run_experiment(const ExperimentConfig& config, TrainingObserver& observer, std::stop_token stop = {},
                          std::span<const std::filesystem::path> data_roots = {}, const Checkpoint* resume = nullptr);

struct RecordedRun {
    std::filesystem::path folder;
    RunSummary summary;
};

/// run_experiment() into a new run folder below `runs_dir`. `observer` hears everything after the recorder has it.
/// The folder is complete however it ends: also when this throws (status failed, `error` in run.json), except when the
/// folder itself could not be made. `on_folder` is told the folder as soon as it exists.
RecordedRun record_experiment(const ExperimentConfig& config, const std::filesystem::path& runs_dir,
                              TrainingObserver& observer, std::stop_token stop = {},
                              std::span<const std::filesystem::path> data_roots = {},
                              const std::function<void(const std::filesystem::path&)>& on_folder = {});

/// Whether a run that stands so has anything to go on with: stopped, failed or interrupted.
bool can_be_resumed(RunStatus status);

/// Goes on with an interrupted or stopped run from its newest checkpoint that verifies, in the same folder.
RecordedRun resume_experiment(const std::filesystem::path& run_folder, TrainingObserver& observer, std::stop_token stop = {},
                              std::span<const std::filesystem::path> data_roots = {});

}   // namespace overfit
