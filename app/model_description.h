#pragma once

#include "core/config/experiment_config.h"
#include "core/experiment/engine.h"

#include <string>

namespace overfit::cli {

/// The layers of the experiment's network for `overfit run --describe`, from what is known of the data set without its
/// files, and the memory of its training. Throws UsageError for a configuration that check() refuses or images whose size
/// only the files tell.
std::string described_model(const ExperimentConfig& config);

/// A line a layer: shape, parameters, multiply-adds; below them the sums.
std::string description_text(const std::string& name, const ModelDescription& description);

/// One line: what the training takes of memory, estimated, and for what; empty where only the files tell.
std::string memory_text(const ExperimentConfig& config, const ModelDescription& description);

}   // namespace overfit::cli
