#include "core/engine/models/wide_resnet.h"

#include "core/engine/models/initialization.h"

#include <cmath>

namespace overfit {

/// BN, ReLU, conv 3x3, BN, ReLU, dropout, conv 3x3, added to the input. Where the number of channels changes, the shortcut
/// is a 1x1 convolution of the activated input.
class WideBlock : public torch::nn::Module {
public:
    WideBlock(std::int64_t inputs, std::int64_t outputs, std::int64_t stride)
        : bn1_(register_module("bn1", std::make_shared<BatchNorm>(inputs))),
          conv1_(register_module("conv1", std::make_shared<Convolution>(inputs, outputs, 3, stride))),
          bn2_(register_module("bn2", std::make_shared<BatchNorm>(outputs))),
          conv2_(register_module("conv2", std::make_shared<Convolution>(outputs, outputs, 3))),
          shortcut_(inputs == outputs
                        ? nullptr
                        : register_module("convShortcut", std::make_shared<Convolution>(inputs, outputs, 1, stride))) {}

    /// N x inputs x H x W -> N x outputs x H/stride x W/stride.
    torch::Tensor forward(const torch::Tensor& x, const Dropout& dropout) {
        const torch::Tensor activated = bn1_->forward(x).relu_();
        torch::Tensor out = bn2_->forward(conv1_->forward(activated)).relu_();
        out = conv2_->forward(dropout(out, is_training()));
        return out.add_(shortcut_ ? shortcut_->forward(activated) : x);
    }

private:
    std::shared_ptr<BatchNorm> bn1_;
    std::shared_ptr<Convolution> conv1_;
    std::shared_ptr<BatchNorm> bn2_;
    std::shared_ptr<Convolution> conv2_;
    std::shared_ptr<Convolution> shortcut_;
};

namespace {

/// Python's NetworkBlock keeps its blocks in a Sequential named "layer"; here both exist for their names only.
class NamedGroup : public torch::nn::Module {};

}   // namespace

WideResNet::WideResNet(const InputShape& input, std::int64_t depth, std::int64_t width, std::int64_t classes, double dropout)
    : Network(dropout),
      conv1_(register_module("conv1", std::make_shared<Convolution>(input.channels, 16, 3))),
      groups_{register_group("block1", (depth - 4) / 6, 16, 16 * width, 1),
              register_group("block2", (depth - 4) / 6, 16 * width, 32 * width, 2),
              register_group("block3", (depth - 4) / 6, 32 * width, 64 * width, 2)},
      bn1_(register_module("bn1", std::make_shared<BatchNorm>(64 * width))),
      fc_(register_module("fc", std::make_shared<Linear>(64 * width, classes))) {}

WideResNet::Blocks WideResNet::register_group(const std::string& name, std::int64_t count, std::int64_t inputs,
                                              std::int64_t outputs, std::int64_t stride) {
    const auto layer =
        register_module(name, std::make_shared<NamedGroup>())->register_module("layer", std::make_shared<NamedGroup>());
    Blocks blocks;
    for (std::int64_t block = 0; block < count; ++block) {
        const bool first = block == 0;
        blocks.push_back(layer->register_module(
            std::to_string(block), std::make_shared<WideBlock>(first ? inputs : outputs, outputs, first ? stride : 1)));
    }
    return blocks;
}

torch::Tensor WideResNet::forward(const torch::Tensor& images) {
    // With one input channel both memory layouts look alike, and the convolution picks the slow one.
    torch::Tensor x = conv1_->forward(images).contiguous(at::MemoryFormat::ChannelsLast);   // N x 16 x H x W
    x = traced("conv1", x);
    for (std::size_t group = 0; group < groups_.size(); ++group) {
        for (std::size_t block = 0; block < groups_[group].size(); ++block) {
            x = traced("block" + std::to_string(group + 1) + ".layer." + std::to_string(block),
                       groups_[group][block]->forward(x, dropout_));
        }
    }
    x = traced("bn1", bn1_->forward(x).relu_());         // N x 64 width x ceil(H/4) x ceil(W/4)
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
    draw_as_pytorch(*fc_, generator);
    fc_->bias.zero_();
}

}   // namespace overfit
