#pragma once

#include "core/config/experiment_config.h"

#include <span>
#include <string>
#include <vector>

namespace overfit {

/// For experiments of one name: the few settings that tell each from the others, "p 0.5 · seed 3", at most three. Those
/// are taken that leave the fewest alike, seeds only where nothing else tells them; in the order of the field table. Empty
/// words where all are equal.
std::vector<std::string> tell_apart(std::span<const ExperimentConfig* const> experiments);

}   // namespace overfit
