#pragma once

#include <torch/torch.h>

namespace overfit {

/// What a layer of batch normalisation holds. weight and bias may be undefined: scale 1, shift 0.
struct BatchNormParts {
    torch::Tensor weight, bias, running_mean, running_var;   // channels
    double momentum = 0.1;                                   // of the running statistics
    double epsilon = 1e-5;
};

/// relu(batch_norm(x)) in one pass over memory less than the two operations take, and in three less backward: activations
/// of convolutional networks are far larger than a CPU's caches, so passes are what it costs. x: N x channels x H x W.
/// training: statistics of the batch, and the running ones move as PyTorch's do; otherwise the running ones. Falls back to
/// PyTorch's two operations on other devices, types and memory layouts than fp32, fp64 or bf16 (with fp32 parts) in
/// channels_last on a CPU, and in training what device_batch_norm.h tells.
torch::Tensor batch_norm_relu(const torch::Tensor& x, const BatchNormParts& parts, bool training);

/// Whether the CPU's fused way is taken.
bool fuses_batch_norm_relu(const torch::Tensor& x, const BatchNormParts& parts);

}   // namespace overfit
