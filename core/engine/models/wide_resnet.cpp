#include "core/engine/models/wide_resnet.h"

#include "core/engine/models/initialization.h"

#include <cmath>

namespace overfit {

WideResNet::WideResNet(const InputShape& input, std::int64_t depth, std::int64_t width, std::int64_t classes, double dropout)
    : Network(dropout),
      conv1_(register_module("conv1", std::make_shared<Convolution>(input.channels, 16, Kernel::square(3)))),
      groups_{register_group("block1", (depth - 4) / 6, 16, 16 * width, 1),
              register_group("block2", (depth - 4) / 6, 16 * width, 32 * width, 2),
              register_group("block3", (depth - 4) / 6, 32 * width, 64 * width, 2)},
      bn1_(register_module("bn1", std::make_shared<BatchNorm>(64 * width))),
      fc_(register_module("fc", std::make_shared<Linear>(64 * width, classes))) {}

PreActivationBlocks WideResNet::register_group(const std::string& name, std::int64_t count, std::int64_t inputs,
                                               std::int64_t outputs, std::int64_t stride) {
    // Python's NetworkBlock keeps its blocks in a Sequential named "layer".
    const auto layer =
        register_module(name, std::make_shared<NamedGroup>())->register_module("layer", std::make_shared<NamedGroup>());
    return register_blocks(*layer, count, inputs, outputs, stride, ShortcutName::ConvShortcut);
}

torch::Tensor WideResNet::forward(const torch::Tensor& images) {
    torch::Tensor x = traced("conv1", as_channels_last(conv1_->forward(images)));   // N x 16 x H x W
    for (std::size_t group = 0; group < groups_.size(); ++group) {
        for (std::size_t block = 0; block < groups_[group].size(); ++block) {
            x = traced("block" + std::to_string(group + 1) + ".layer." + std::to_string(block),
                       groups_[group][block]->forward(x, dropout_));
        }
    }
    x = traced("bn1", bn1_->forward_relu(x));            // N x 64 width x ceil(H/4) x ceil(W/4)
    return traced("fc", fc_->forward(x.mean({2, 3})));   // N x classes
}

void WideResNet::draw_default_weights(at::Generator generator) {
    for (const auto& module : modules(/*include_self=*/false)) {
        if (auto* convolution = module->as<Convolution>()) {
            torch::Tensor& weight = convolution->weight;
            const double fan_out = static_cast<double>(weight.size(0) * weight.size(2) * weight.size(3));
            weight.normal_(0.0, std::sqrt(2.0 / fan_out), generator);
        }
    }
    draw_as_pytorch(fc_->weight, fc_->bias, generator);
    fc_->bias.zero_();
}

}   // namespace overfit
