#pragma once

#include "core/config/experiment_config.h"

#include <torch/torch.h>

namespace overfit {

class Linear;
class Network;

/// Draws all weights of a network on the CPU from `generator`, in the order of its parameters, so that every device starts
/// from the same ones:
///   default           what the family's reference code does: Network::draw_default_weights()
///   he                normal, variance 2 / fan_in
///   xavier            normal, variance 2 / (fan_in + fan_out); the MLP of fitting-random-labels
///   truncated-normal  normal, variance 1 / fan_in, redrawn beyond two standard deviations
/// The last three leave biases at 0 and batch normalisation at 1 and 0.
void draw_weights(Network& network, Initialization initialization, at::Generator generator);

/// torch.nn.Linear's own draw, bit for bit as Python's torch.manual_seed(s); nn.Linear(...): both uniform in
/// +-1/sqrt(fan_in), weight first.
void draw_as_pytorch(Linear& layer, at::Generator generator);

}   // namespace overfit
