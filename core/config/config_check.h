#pragma once

#include "core/config/experiment_config.h"

#include <string>
#include <vector>

namespace overfit {

/// One mistake in a configuration, in words for a person.
struct Problem {
    std::string path;      // the field, as in field_table()
    std::string message;   // what is wrong and what is allowed
    bool operator==(const Problem&) const = default;
};

/// All mistakes at once: ranges of every field, what does not go together (batch larger than the data, early stopping
/// without a validation split, a model that does not fit the image size). Reads no file and asks no device. Empty when the
/// experiment can be run.
std::vector<Problem> check(const ExperimentConfig& config);

}   // namespace overfit
