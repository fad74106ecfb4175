#pragma once

#include "core/engine/training/training_state.h"

#include <map>
#include <string>

namespace overfit {

/// A state as a checkpoint's `position`: shortest texts that read back to the same numbers. What is not there has no key.
std::map<std::string, std::string> to_position(const TrainingState& state);

/// Throws Error naming the key that is missing or is not a number.
TrainingState from_position(const std::map<std::string, std::string>& position);

}   // namespace overfit
