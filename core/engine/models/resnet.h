#pragma once

#include "core/engine/models/network.h"
#include "core/engine/models/pre_activation_block.h"

#include <memory>
#include <vector>

namespace overfit {

/// ResNet-18 of width k for small images, as in "Deep double descent" (Nakkiran et al. 2020, resnet18k.py): a 3x3
/// convolution to k channels, four groups of two pre-activation blocks with k, 2k, 4k and 8k channels, of which all but the
/// first halve the image, mean over the image, one linear layer. As there, nothing normalises the last block's output. Names
/// as there: layer1.0.conv1.weight. k = 64 is the usual ResNet-18, with 11,171,146 parameters. Departure: the mean is taken
/// over whatever is left of the image (there a window of 4 x 4), so that other sizes than 32 x 32 fit; for 32 x 32 it is the
/// same.
class ResNet : public Network {
public:
    ResNet(const InputShape& input, std::int64_t width, std::int64_t classes);

    torch::Tensor forward(const torch::Tensor& images) override;
    MemoryLayout layout() const override { return MemoryLayout::ChannelsLast; }

private:
    PreActivationBlocks register_group(const std::string& name, std::int64_t inputs, std::int64_t outputs,
                                       std::int64_t stride);

    std::shared_ptr<Convolution> conv1_;
    std::vector<PreActivationBlocks> groups_;
    std::shared_ptr<Linear> linear_;
};

}   // namespace overfit
