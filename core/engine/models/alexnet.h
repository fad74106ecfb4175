#pragma once

#include "core/engine/models/network.h"

#include <memory>

namespace overfit {

/// Means over a grid of 6 x 6, as torch.nn.AdaptiveAvgPool2d. Images of the paper's size have it already.
class GridAverage {
public:
    /// x: N x C x H x W; the result has its type: N x C x 6 x 6.
    torch::Tensor operator()(const torch::Tensor& x);

private:
    static void update(torch::Tensor& weights, std::int64_t side, const torch::Device& device);

    torch::Tensor rows_, columns_;   // 6 x side, kept from one batch to the next
};

/// AlexNet for 224 x 224 images as torchvision has it ("One weird trick", Krizhevsky 2014), whose weights fit: five
/// convolutions with biases, three max-pools, mean over a 6 x 6 grid, three linear layers. 61,100,840 parameters with 1,000
/// classes. Names as there: features.0.weight, classifier.1.weight.
/// Departure: dropout (before the first two linear layers) is off by default; torchvision's is 0.5.
class AlexNet : public Network {
public:
    AlexNet(const InputShape& input, std::int64_t classes, double dropout);

    torch::Tensor forward(const torch::Tensor& images) override;
    MemoryLayout layout() const override { return MemoryLayout::ChannelsLast; }

private:
    std::shared_ptr<NamedGroup> features_, classifier_;
    std::shared_ptr<Convolution> conv1_, conv2_, conv3_, conv4_, conv5_;
    GridAverage averaged_;
    std::shared_ptr<Linear> hidden1_, hidden2_, output_;
};

}   // namespace overfit
