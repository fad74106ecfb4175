#pragma once

#include "core/config/experiment_config.h"
#include "core/support/random_stream.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace overfit {

/// How many training examples each class gets, by `class_balance`, `imbalance` and `train_examples`:
///   equal        as many of each; where the number asked for does not divide, the first classes get one more
///   long-tailed  imbalance^(-k / (C-1)) of the first class's number for class k (Cui et al. 2019), rounded down
/// train_examples 0: as many as the scarcest class allows. available: of each class. Throws UsageError naming the class of
/// which there are too few.
std::vector<std::int64_t> balanced_class_sizes(std::span<const std::int64_t> available, const DataConfig& data,
                                               std::span<const std::string> class_names);

/// The subset of training examples as `data` asks for: indices in ascending order. labels: true labels of all of them.
/// With one seed a smaller subset of the same balance is part of every larger one.
std::vector<std::int64_t> draw_train_subset(std::span<const std::uint16_t> labels, const DataConfig& data,
                                            std::span<const std::string> class_names, RandomStream& stream);

}   // namespace overfit
