#pragma once

#include "core/experiment/prepared_experiment.h"

#include <cstdint>

namespace overfit {

/// Random bytes as images with random labels, without a file: `images` train examples and a fifth as many test examples of
/// the size and number of classes of config.data.dataset after its resize and crop. The same every time.
/// Throws UsageError where the size is known only from files.
PreparedExperiment random_experiment(const ExperimentConfig& config, std::int64_t images);

}   // namespace overfit
