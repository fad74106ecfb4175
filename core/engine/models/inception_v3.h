#pragma once

#include "core/engine/models/inception_block.h"
#include "core/engine/models/network.h"

#include <memory>
#include <vector>

namespace overfit {

/// Inception v3 (Szegedy et al. 2016) for 299 x 299 images as torchvision has it, whose weights fit: names as there
/// (Mixed_5b.branch1x1.conv.weight), batch normalisation with an epsilon of 0.001. 23,834,568 parameters with 1,000 classes.
/// Departures: no auxiliary head (AuxLogits, 3,326,696 parameters). It adds a second loss to the one that is minimised,
/// which acts as a regulariser, and the paper asks what happens without any; nothing at evaluation depends on it. Dropout
/// (before the linear layer) is off by default; torchvision's is 0.5.
class InceptionV3 : public Network {
public:
    InceptionV3(const InputShape& input, std::int64_t classes, double dropout);

    torch::Tensor forward(const torch::Tensor& images) override;

    /// Normal with deviation 0.1 (torchvision cuts it at 20 deviations), the last layer's biases PyTorch's own. Its first
    /// guesses are far from even, in torchvision too.
    void draw_default_weights(at::Generator generator) override;
    MemoryLayout layout() const override { return MemoryLayout::ChannelsLast; }

private:
    struct NamedBlock {
        std::string name;
        std::shared_ptr<InceptionBlock> block;
    };

    std::shared_ptr<ConvolutionUnit> register_unit(const std::string& name, std::int64_t inputs, std::int64_t outputs,
                                                   const Kernel& kernel);
    std::vector<NamedBlock> register_blocks();

    std::shared_ptr<ConvolutionUnit> conv1a_, conv2a_, conv2b_, conv3b_, conv4a_;
    std::vector<NamedBlock> blocks_;
    std::shared_ptr<Linear> fc_;
};

}   // namespace overfit
