#pragma once

#include "core/data/dataset.h"
#include "core/data/scaling.h"

#include <torch/torch.h>

namespace overfit {

/// The pixels of `images` where they lie, which have to stay: N x C x H x W, uint8, on the CPU. Not to be written to.
torch::Tensor bytes_of(const ImageSet& images);

/// ChannelStatistics where images are scaled with them: 1 x C x 1 x 1, float32. Undefined where there are none.
struct ChannelTensors {
    torch::Tensor mean, deviation;

    ChannelTensors on(const torch::Device& device) const;
};

ChannelTensors channel_tensors(const ChannelStatistics& statistics);   // on the CPU

/// Bytes to the network's input as `core/data/scaling.h` defines it, in float32.
/// pixels: N x C x H x W, numbers from 0 to 255; statistics: on the same device, only read for channel-statistics.
/// Returns N x C x H x W.
torch::Tensor scaled(const torch::Tensor& pixels, Scaling scaling, const ChannelTensors& statistics);

/// What the mean of the training images becomes by scaling: 1 x C x 1 x 1, or a scalar 0 where scaling takes the mean away.
torch::Tensor scaled_mean(Scaling scaling, const ChannelTensors& statistics, const torch::Device& device);

/// How many images to scale together: at most `most`, and as their input less than 20 MB, of which the audit needs several
/// copies. sizes: N x C x H x W.
std::int64_t images_at_once(at::IntArrayRef sizes, std::int64_t most);

}   // namespace overfit
