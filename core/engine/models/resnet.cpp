#include "core/engine/models/resnet.h"

namespace overfit {

ResNet::ResNet(const InputShape& input, std::int64_t width, std::int64_t classes)
    : Network(/*dropout=*/0.0),
      conv1_(register_module("conv1", std::make_shared<Convolution>(input.channels, width, Kernel::square(3)))),
      groups_{register_group("layer1", width, width, 1), register_group("layer2", width, 2 * width, 2),
              register_group("layer3", 2 * width, 4 * width, 2), register_group("layer4", 4 * width, 8 * width, 2)},
      linear_(register_module("linear", std::make_shared<Linear>(8 * width, classes))) {}

PreActivationBlocks ResNet::register_group(const std::string& name, std::int64_t inputs, std::int64_t outputs,
                                           std::int64_t stride) {
    return register_blocks(*register_module(name, std::make_shared<NamedGroup>()), 2, inputs, outputs, stride,
                           ShortcutName::SequentialShortcut);
}

torch::Tensor ResNet::forward(const torch::Tensor& images) {
    torch::Tensor x = traced("conv1", as_channels_last(conv1_->forward(images)));   // N x k x H x W
    for (std::size_t group = 0; group < groups_.size(); ++group) {
        for (std::size_t block = 0; block < groups_[group].size(); ++block) {
            x = traced("layer" + std::to_string(group + 1) + "." + std::to_string(block),
                       groups_[group][block]->forward(x, dropout_));
        }
    }
    return traced("linear", linear_->forward(x.mean({2, 3})));   // N x 8k x ceil(H/8) x ceil(W/8) -> N x classes
}

}   // namespace overfit
