#pragma once

#include "core/data/scaling.h"

#include <torch/torch.h>

namespace overfit {

/// Bytes to the network's input as `core/data/scaling.h` defines it, for whole data sets: on the CPU in float32, so that
/// every device gets the same values.
/// pixels: N x C x H x W, uint8. Returns N x C x H x W, float32.
torch::Tensor scaled(const torch::Tensor& pixels, Scaling scaling, const ChannelStatistics& statistics);

}   // namespace overfit
