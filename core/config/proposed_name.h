#pragma once

#include "core/config/experiment_config.h"

#include <string>

namespace overfit {

/// The name that tells what was changed of an experiment that one began with: "Random labels, small Inception · p 0.5 ·
/// 20 epochs"; of more than three changes the first three, "and 2 more". The base's own name where nothing differs; names do
/// not count. So whoever finds this name knows that nobody has typed it.
std::string proposed_name(const ExperimentConfig& config, const ExperimentConfig& base);

}   // namespace overfit
