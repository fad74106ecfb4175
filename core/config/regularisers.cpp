#include "core/config/regularisers.h"

#include <fmt/format.h>

namespace overfit {

bool moves_pixels(const AugmentationConfig& augmentation) {
    return augmentation.random_crop || augmentation.horizontal_flip || augmentation.rotation_degrees > 0.0;
}

bool is_active(const AugmentationConfig& augmentation) {
    return moves_pixels(augmentation) || augmentation.cutout > 0 || augmentation.mixup > 0.0;
}

std::vector<std::string> active_regularisers(const ExperimentConfig& config) {
    const TrainingConfig& training = config.training;
    const AugmentationConfig& augmentation = config.augmentation;
    std::vector<std::string> active;
    const auto add = [&](bool is_on, std::string words) {
        if (is_on) active.push_back(std::move(words));
    };
    add(training.weight_decay > 0.0, fmt::format("weight decay {}", training.weight_decay));
    add(config.model.dropout > 0.0, fmt::format("dropout {}", config.model.dropout));
    add(augmentation.random_crop, "random crop");
    add(augmentation.horizontal_flip, "horizontal flip");
    add(augmentation.rotation_degrees > 0.0, fmt::format("rotation by up to {} degrees", augmentation.rotation_degrees));
    add(augmentation.cutout > 0, fmt::format("cutout of {0} x {0} pixels", augmentation.cutout));
    add(augmentation.mixup > 0.0, fmt::format("mixup {}", augmentation.mixup));
    add(training.label_smoothing > 0.0, fmt::format("label smoothing {}", training.label_smoothing));
    add(training.early_learning.weight > 0.0,
        fmt::format("early-learning regularisation {}", training.early_learning.weight));
    add(training.early_stopping.patience > 0, "early stopping");
    return active;
}

}   // namespace overfit
