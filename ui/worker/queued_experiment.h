#pragma once

#include "core/config/experiment_config.h"

#include <filesystem>
#include <string>
#include <vector>

namespace overfit::ui {

/// An experiment that waits or runs. The number is its identity for as long as the program runs.
struct QueuedExperiment {
    int number = 0;
    ExperimentConfig config;
    std::filesystem::path resumed = {};   // the run folder that it goes on with; empty: a new run
};

/// Whether both are new runs that differ in nothing but their names: they give the same numbers.
bool isRepeat(const QueuedExperiment& experiment, const QueuedExperiment& other);

bool areEqualButForTheName(ExperimentConfig one, const ExperimentConfig& other);

/// `wanted`, or where that is taken "wanted (2)", "wanted (3)" ...: whichever is free first. A copy of a copy is one more of
/// the first, as long as that is taken too.
std::string freeName(const std::string& wanted, const std::vector<std::string>& taken);

/// The same experiment `count` times with the seeds seed, seed + 1 ..., each told in its name. Nothing for count < 1; fewer
/// where the seeds run out at 2^64 - 1.
std::vector<ExperimentConfig> withSeeds(const ExperimentConfig& config, int count);

}   // namespace overfit::ui
