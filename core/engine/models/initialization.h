#pragma once

#include "core/config/experiment_config.h"

#include <torch/torch.h>

namespace overfit {

class Network;

/// Draws all weights of a network on the CPU from `generator`, in the order of its parameters, so that every device starts
/// from the same ones:
///   default           PyTorch's, or what the family's reference code does: Network::draw_default_weights()
///   he                normal, variance 2 / fan_in
///   xavier            normal, variance 2 / (fan_in + fan_out); the MLP of fitting-random-labels
///   truncated-normal  normal, variance 1 / fan_in, redrawn beyond two standard deviations, which leaves 0.774 of it: as
///                     TensorFlow's MNIST example of the paper's time, whose tf.truncated_normal makes up for nothing
/// The last three leave biases at 0 and batch normalisation at 1 and 0.
void draw_weights(Network& network, Initialization initialization, at::Generator generator);

/// The draw of torch.nn.Linear and torch.nn.Conv2d, bit for bit as Python's torch.manual_seed(s); nn.Linear(...): both
/// uniform in +-1/sqrt(fan_in), weight first. bias: may be undefined.
void draw_as_pytorch(torch::Tensor& weight, torch::Tensor& bias, at::Generator generator);

}   // namespace overfit
