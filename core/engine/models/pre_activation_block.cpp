#include "core/engine/models/pre_activation_block.h"

namespace overfit {

PreActivationBlock::PreActivationBlock(std::int64_t inputs, std::int64_t outputs, std::int64_t stride, ShortcutName shortcut)
    : bn1_(register_module("bn1", std::make_shared<BatchNorm>(inputs))),
      conv1_(register_module("conv1", std::make_shared<Convolution>(inputs, outputs, Kernel::square(3, stride)))),
      bn2_(register_module("bn2", std::make_shared<BatchNorm>(outputs))),
      conv2_(register_module("conv2", std::make_shared<Convolution>(outputs, outputs, Kernel::square(3)))),
      shortcut_(inputs == outputs ? nullptr : register_shortcut(inputs, outputs, stride, shortcut)) {}

std::shared_ptr<Convolution> PreActivationBlock::register_shortcut(std::int64_t inputs, std::int64_t outputs,
                                                                   std::int64_t stride, ShortcutName name) {
    const auto convolution = std::make_shared<Convolution>(inputs, outputs, Kernel::square(1, stride));
    if (name == ShortcutName::ConvShortcut) return register_module("convShortcut", convolution);
    return register_module("shortcut", std::make_shared<NamedGroup>())->register_module("0", convolution);
}

torch::Tensor PreActivationBlock::forward(const torch::Tensor& x, const Dropout& dropout) {
    const torch::Tensor activated = bn1_->forward_relu(x);
    torch::Tensor out = bn2_->forward_relu_after(*conv1_, activated);
    out = conv2_->forward(dropout(out, is_training()));
    return out.add_(shortcut_ ? shortcut_->forward(activated) : x);
}

PreActivationBlocks register_blocks(torch::nn::Module& owner, std::int64_t count, std::int64_t inputs, std::int64_t outputs,
                                    std::int64_t stride, ShortcutName shortcut) {
    PreActivationBlocks blocks;
    for (std::int64_t block = 0; block < count; ++block) {
        const bool first = block == 0;
        blocks.push_back(owner.register_module(
            std::to_string(block),
            std::make_shared<PreActivationBlock>(first ? inputs : outputs, outputs, first ? stride : 1, shortcut)));
    }
    return blocks;
}

}   // namespace overfit
