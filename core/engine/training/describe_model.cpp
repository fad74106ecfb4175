#include "core/engine/training/describe_model.h"

namespace overfit {

namespace {

std::int64_t parameters_of(const torch::nn::Module& module) {
    std::int64_t count = 0;
    for (const torch::Tensor& parameter : module.parameters()) count += parameter.numel();
    return count;
}

/// A convolution's kernel is applied at every place of its output; all convolutions of one traced layer end at the same
/// size.
std::int64_t multiply_adds_of(const torch::nn::Module& module, const std::vector<std::int64_t>& output) {
    std::int64_t count = 0;
    for (const torch::Tensor& parameter : module.parameters()) {
        if (parameter.dim() == 2) count += parameter.numel();
        if (parameter.dim() == 4 && output.size() == 3) count += parameter.numel() * output[1] * output[2];
    }
    return count;
}

}   // namespace

ModelDescription describe_network(Network& network, const InputShape& input) {
    const c10::InferenceMode inference;
    network.eval();
    ModelDescription description{.parameters = network.parameter_count(), .multiply_adds = 0, .layers = {}};
    const auto modules = network.named_modules();
    for (TracedLayer& layer : network.trace(torch::zeros({1, input.channels, input.height, input.width}))) {
        const torch::nn::Module& module = *modules[layer.name];
        description.multiply_adds += multiply_adds_of(module, layer.shape);
        description.layers.push_back(
            {.name = std::move(layer.name), .output_shape = std::move(layer.shape), .parameters = parameters_of(module)});
    }
    return description;
}

}   // namespace overfit
