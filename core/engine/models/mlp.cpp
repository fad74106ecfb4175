#include "core/engine/models/mlp.h"

namespace overfit {

Mlp::Mlp(const InputShape& input, const std::vector<std::int64_t>& hidden, std::int64_t classes, Bias bias, double dropout)
    : Network(dropout), layers_(register_layers(input.channels * input.height * input.width, hidden, classes, bias)) {}

std::vector<std::shared_ptr<Linear>> Mlp::register_layers(std::int64_t inputs, const std::vector<std::int64_t>& hidden,
                                                          std::int64_t classes, Bias bias) {
    std::vector<std::shared_ptr<Linear>> layers;
    for (const std::int64_t units : hidden) {
        layers.push_back(
            register_module("fc" + std::to_string(layers.size() + 1), std::make_shared<Linear>(inputs, units, bias)));
        inputs = units;
    }
    layers.push_back(register_module("fc", std::make_shared<Linear>(inputs, classes, bias)));
    return layers;
}

torch::Tensor Mlp::forward(const torch::Tensor& images) {
    torch::Tensor x = images.flatten(1);   // N x (C H W)
    for (std::size_t layer = 0; layer + 1 < layers_.size(); ++layer) {
        x = traced("fc" + std::to_string(layer + 1), layers_[layer]->forward_relu(x));   // N x units
        x = dropout_(x, is_training());
    }
    return traced("fc", layers_.back()->forward(x));   // N x classes
}

}   // namespace overfit
