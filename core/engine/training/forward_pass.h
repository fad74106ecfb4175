#pragma once

#include "core/engine/models/network.h"
#include "core/engine/training/device.h"

namespace overfit {

/// images: B x C x H x W, the network's input. Returns B x classes logits in float32, computed in the precision of
/// `compute`.
torch::Tensor forward_pass(Network& network, const torch::Tensor& images, const Compute& compute);

}   // namespace overfit
