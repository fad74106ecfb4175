#include "core/engine/training/describe_model.h"

namespace overfit {

namespace {

std::int64_t parameters_of(const torch::nn::Module& module) {
    std::int64_t count = 0;
    for (const torch::Tensor& parameter : module.parameters()) count += parameter.numel();
    return count;
}

std::int64_t multiply_adds_of(const torch::nn::Module& module) {
    std::int64_t count = 0;
    for (const auto& part : module.modules()) {
        if (const auto* linear = part->as<Linear>()) count += linear->multiply_adds();
        if (const auto* convolution = part->as<Convolution>()) count += convolution->multiply_adds();
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
        const std::int64_t multiply_adds = multiply_adds_of(module);
        description.multiply_adds += multiply_adds;
        description.layers.push_back({.name = std::move(layer.name),
                                      .output_shape = std::move(layer.shape),
                                      .parameters = parameters_of(module),
                                      .multiply_adds = multiply_adds});
    }
    return description;
}

}   // namespace overfit
