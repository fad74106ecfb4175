#pragma once

#include "core/config/experiment_config.h"

#include <cstdint>
#include <optional>

namespace overfit::ui {

/// How large an experiment is, known before any file is read.
struct ExperimentSize {
    std::int64_t trainExamples = 0;   // without the validation split
    std::int64_t stepsPerEpoch = 0;   // the last batch may be smaller
    std::int64_t steps = 0;           // at most: a run may stop when fitted
};

/// Nothing where the data set's size is known only from its files, or a number makes no sense.
std::optional<ExperimentSize> experimentSize(const ExperimentConfig& config);

/// Seconds of the steps and of the evaluations, each of which passes over all examples forward only: a third of a step's
/// arithmetic.
double expectedSeconds(const ExperimentConfig& config, const ExperimentSize& size, double imagesPerSecond);

}   // namespace overfit::ui
