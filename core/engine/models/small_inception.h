#pragma once

#include "core/engine/models/inception_block.h"
#include "core/engine/models/network.h"

#include <memory>
#include <optional>
#include <vector>

namespace overfit {

/// The paper's small Inception (figure 3): a 3x3 convolution to 96 channels, eight blocks of a 1x1 beside a 3x3 convolution
/// and two that halve the image by a 3x3 convolution beside a max-pool, mean over the image, one linear layer. With 3
/// channels and 10 classes 1,649,402 parameters, with a shift-only batch normalisation as well as without any.
/// Open in the paper: padding (1 on each side here), the constants of batch normalisation (PyTorch's).
/// Departure: the mean is taken over whatever is left of the image (7 x 7 in the paper), so that other sizes than 28 x 28
/// fit.
class SmallInception : public Network {
public:
    /// norm: none for "Inception without batch norm", whose convolutions then have biases.
    SmallInception(const InputShape& input, std::int64_t classes, const std::optional<BatchNormOptions>& norm);

    torch::Tensor forward(const torch::Tensor& images) override;
    MemoryLayout layout() const override { return MemoryLayout::ChannelsLast; }

private:
    std::vector<std::shared_ptr<InceptionBlock>> register_blocks(const std::optional<BatchNormOptions>& norm);

    std::shared_ptr<ConvolutionUnit> conv1_;
    std::vector<std::shared_ptr<InceptionBlock>> blocks_;
    std::shared_ptr<Linear> fc_;
};

}   // namespace overfit
