#pragma once

#include "core/engine/models/network.h"

#include <memory>

namespace overfit {

/// As torch.nn.functional.local_response_norm, over a fixed number of channels. In float32 also within autocast, since
/// the squares of fp16 overflow from 256 on; at precision tf32 their sums are products of tf32, as all products are.
class ResponseNormalization {
public:
    ResponseNormalization(std::int64_t channels, const ResponseNormalizationConfig& constants);

    /// x: N x C x H x W; the result has its type.
    torch::Tensor operator()(const torch::Tensor& x);

private:
    const torch::Tensor& band_on(const torch::Device& device);

    ResponseNormalizationConfig constants_;
    torch::Tensor band_;   // C x C: ones where two channels are neighbours
};

/// The paper's small AlexNet (appendix A): twice a 5x5 convolution, ReLU, 3x3 max-pool and local response normalisation,
/// then linear layers of 384, 192 and `classes` units. With 3 x 28 x 28 inputs and 10 classes 1,387,786 parameters: 64
/// channels in both convolutions, each pooling halves the image. Open in the paper: channels (the count and TensorFlow's
/// CIFAR-10 tutorial say 64), padding (1 on each side of the pooling here), the constants of the response normalisation (the
/// configuration's).
class SmallAlexNet : public Network {
public:
    SmallAlexNet(const InputShape& input, std::int64_t classes, const ResponseNormalizationConfig& normalization);

    torch::Tensor forward(const torch::Tensor& images) override;
    MemoryLayout layout() const override { return MemoryLayout::ChannelsLast; }

private:
    ResponseNormalization normalized_;
    std::shared_ptr<Convolution> conv1_, conv2_;
    std::shared_ptr<Linear> hidden1_, hidden2_, output_;
};

}   // namespace overfit
