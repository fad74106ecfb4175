#pragma once

#include "core/config/experiment_config.h"
#include "core/experiment/engine.h"

#include <string>

namespace overfit::cli {

/// The layers of the experiment's network for `overfit run --describe`, from what is known of the data set without its
/// files. Throws UsageError for a configuration that check() refuses or images whose size only the files tell.
std::string described_model(const ExperimentConfig& config);

/// A line a layer: shape, parameters, multiply-adds; below them the sums.
std::string description_text(const std::string& name, const ModelDescription& description);

}   // namespace overfit::cli
