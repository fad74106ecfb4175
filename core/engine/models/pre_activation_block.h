#pragma once

#include "core/engine/models/layers.h"

#include <memory>
#include <string>
#include <vector>

namespace overfit {

/// What the shortcut's convolution is called: "convShortcut" (fitting-random-labels) or "shortcut.0" (double descent).
enum class ShortcutName { ConvShortcut, SequentialShortcut };

/// Residual block of He et al. (2016): BN, ReLU, conv 3x3, BN, ReLU, dropout, conv 3x3, added to the input. Where the number
/// of channels changes, the shortcut is a 1x1 convolution of the activated input.
class PreActivationBlock : public torch::nn::Module {
public:
    PreActivationBlock(std::int64_t inputs, std::int64_t outputs, std::int64_t stride, ShortcutName shortcut);

    /// N x inputs x H x W -> N x outputs x H/stride x W/stride, rounded up.
    torch::Tensor forward(const torch::Tensor& x, const Dropout& dropout);

private:
    std::shared_ptr<Convolution> register_shortcut(std::int64_t inputs, std::int64_t outputs, std::int64_t stride,
                                                   ShortcutName name);

    std::shared_ptr<BatchNorm> bn1_;
    std::shared_ptr<Convolution> conv1_;
    std::shared_ptr<BatchNorm> bn2_;
    std::shared_ptr<Convolution> conv2_;
    std::shared_ptr<Convolution> shortcut_;   // null where the number of channels stays
};

using PreActivationBlocks = std::vector<std::shared_ptr<PreActivationBlock>>;

/// Registers `count` blocks under `owner` as "0", "1", ...; the first has the stride and changes the number of channels.
PreActivationBlocks register_blocks(torch::nn::Module& owner, std::int64_t count, std::int64_t inputs, std::int64_t outputs,
                                    std::int64_t stride, ShortcutName shortcut);

}   // namespace overfit
