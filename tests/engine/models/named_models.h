#pragma once

#include "core/config/model_facts.h"
#include "core/engine/models/model_table.h"

#include <string_view>
#include <utility>
#include <vector>

namespace overfit {

inline constexpr InputShape cifar{.channels = 3, .height = 32, .width = 32};
inline constexpr InputShape cropped_cifar{.channels = 3, .height = 28, .width = 28};
inline constexpr InputShape mnist{.channels = 1, .height = 28, .width = 28};

inline InputShape square(std::int64_t side, std::int64_t channels = 3) {
    return {.channels = channels, .height = side, .width = side};
}

inline ModelConfig model_named(std::string_view name) {
    ModelConfig model;
    model.name = name;
    return model;
}

inline ModelConfig mlp(std::vector<std::int64_t> hidden) {
    ModelConfig model;
    model.hidden = std::move(hidden);
    return model;
}

inline ModelConfig wide_resnet(std::int64_t depth, std::int64_t width) {
    ModelConfig model = model_named("wide-resnet");
    model.depth = depth;
    model.width = width;
    return model;
}

inline ModelConfig resnet(std::int64_t width) {
    ModelConfig model = model_named("resnet");
    model.width = width;
    return model;
}

inline ModelConfig inception_without_norm() {
    ModelConfig model = model_named("small-inception");
    model.batch_norm = false;
    return model;
}

inline ModelConfig inception_with(BatchNormAffine affine) {
    ModelConfig model = model_named("small-inception");
    model.batch_norm_affine = affine;
    return model;
}

/// The smallest images that the model takes.
inline InputShape smallest_input(const ModelConfig& model, std::int64_t channels = 3) {
    return square(find_model_facts(model.name)->smallest_side, channels);
}

}   // namespace overfit
