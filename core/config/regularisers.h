#pragma once

#include "core/config/experiment_config.h"

#include <string>
#include <vector>

namespace overfit {

/// Whether pixels change their places in training, before they are scaled: random crop, flip or rotation.
bool moves_pixels(const AugmentationConfig& augmentation);

/// Whether anything random happens to the images of a batch.
bool is_active(const AugmentationConfig& augmentation);

/// Everything explicit that holds a network back from learning by heart, with its strength: "weight decay 0.0001", "dropout
/// 0.5", "mixup 0.2" ... Empty in the paper's random-label runs.
std::vector<std::string> active_regularisers(const ExperimentConfig& config);

}   // namespace overfit
