#pragma once

#include "core/engine/models/network.h"
#include "core/engine/models/pre_activation_block.h"

#include <memory>
#include <vector>

namespace overfit {

/// Wide residual network (Zagoruyko, Komodakis 2016) as in fitting-random-labels: a 3x3 convolution to 16 channels, three
/// groups of (depth - 4) / 6 pre-activation blocks with 16, 32 and 64 times `width` channels, the second and third of which
/// halve the image, batch normalisation, ReLU, mean over the image, one linear layer. Names as there:
/// block1.layer.0.conv1.weight.
/// Departure: the mean is taken over whatever is left of the image (there a window of 8 x 8), so that other sizes than
/// 32 x 32 fit; for 32 x 32 it is the same.
class WideResNet : public Network {
public:
    /// depth: 6 n + 4 with n >= 1.
    WideResNet(const InputShape& input, std::int64_t depth, std::int64_t width, std::int64_t classes, double dropout);

    torch::Tensor forward(const torch::Tensor& images) override;

    /// Convolutions normal with variance 2 / (side^2 out), the linear layer PyTorch's own with bias 0.
    void draw_default_weights(at::Generator generator) override;
    MemoryLayout layout() const override { return MemoryLayout::ChannelsLast; }

private:
    PreActivationBlocks register_group(const std::string& name, std::int64_t count, std::int64_t inputs,
                                       std::int64_t outputs, std::int64_t stride);

    std::shared_ptr<Convolution> conv1_;
    std::vector<PreActivationBlocks> groups_;
    std::shared_ptr<BatchNorm> bn1_;
    std::shared_ptr<Linear> fc_;
};

}   // namespace overfit
