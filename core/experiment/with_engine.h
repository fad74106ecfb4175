#pragma once

#include "core/experiment/engine.h"
#include "core/experiment/experiment.h"

#include <functional>

namespace overfit {

/// Gives the engine when it is needed, which is after the data was read: engine() in the programs, a fake in tests.
using OpenEngine = std::function<Engine&()>;

// The functions of experiment.h with an engine of the caller's choice.

RunSummary run_experiment_with(const OpenEngine& open_engine, const ExperimentConfig& config, TrainingObserver& observer,
                               std::stop_token stop = {}, std::span<const std::filesystem::path> data_roots = {},
                               const Checkpoint* resume = nullptr);

RecordedRun record_experiment_with(const OpenEngine& open_engine, const ExperimentConfig& config,
                                   const std::filesystem::path& runs_dir, TrainingObserver& observer,
                                   std::stop_token stop = {}, std::span<const std::filesystem::path> data_roots = {},
                                   const std::function<void(const std::filesystem::path&)>& on_folder = {});

RecordedRun resume_experiment_with(const OpenEngine& open_engine, const std::filesystem::path& run_folder,
                                   TrainingObserver& observer, std::stop_token stop = {},
                                   std::span<const std::filesystem::path> data_roots = {});

}   // namespace overfit
