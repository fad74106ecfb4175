#pragma once

#include "core/config/experiment_config.h"

#include <string>

namespace overfit::cli {

/// What the experiment does to its data, for `overfit run --describe`: a line for each setting of class sizes and corruption
/// that is not at its default, with what the chosen value means; nothing when all are.
std::string described_corruption(const ExperimentConfig& config);

}   // namespace overfit::cli
