#pragma once

#include <torch/torch.h>

namespace overfit {

/// relu(x weight^T + bias), the hidden layer of an MLP. On a CPU each thread computes units of its own from beginning to
/// end: a product of a hundred rows is shared badly among threads by the library itself, and threads that have to meet after
/// each operation wait for each other. x: N x inputs; weight: units x inputs; bias: units, or undefined. Returns N x units.
/// Falls back to PyTorch's operations on other devices, within autocast and for other types than fp32 and fp64.
torch::Tensor linear_relu(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias);

/// Whether each thread gets units of its own.
bool shares_linear_relu(const torch::Tensor& x, const torch::Tensor& weight);

}   // namespace overfit
