#pragma once

#include "core/config/experiment_config.h"
#include "core/engine/models/network.h"

#include <memory>
#include <string_view>
#include <vector>

namespace overfit {

/// The model that `model.name` says, on the CPU, its weights not drawn yet. Throws UsageError for a name without a model
/// here and for images that the model cannot take.
std::shared_ptr<Network> make_network(const ModelConfig& model, const InputShape& input, std::int64_t classes);

/// The layout of that model's images and weights, without making it. Throws UsageError for a name without a model here.
MemoryLayout model_layout(const ModelConfig& model);

/// All names that make_network() knows.
std::vector<std::string_view> model_names();

}   // namespace overfit
