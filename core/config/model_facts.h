#pragma once

#include "core/config/experiment_config.h"

#include <span>
#include <string>
#include <string_view>

namespace overfit {

/// What is known of a model family without LibTorch: enough to check a configuration and to fill a combo box.
struct ModelFacts {
    std::string_view name;   // as in `model.name`
    std::string_view title;
    std::string_view description;   // one line
    int smallest_side = 1;          // of the images, pixels
};

std::span<const ModelFacts> model_facts();
const ModelFacts* find_model_facts(std::string_view name);

/// Why the model cannot take images of that size (pixels, after resize and crop) and what to do; empty when it can.
std::string image_size_problem(const ModelConfig& model, int height, int width);

/// Why a wide residual network cannot have so many layers; empty when it can, and for other models.
std::string depth_problem(const ModelConfig& model);

/// Why local response normalisation cannot reach over so many channels; empty when it can.
std::string response_normalization_problem(const ModelConfig& model);

}   // namespace overfit
