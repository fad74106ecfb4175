#pragma once

#include "core/engine/kernels/linear_pass.h"

namespace overfit {

// Fully connected layers in fp32 and fp64 on a CPU, for two-dimensional x with at least one value. Elsewhere, within
// autocast and for other types these are PyTorch's operations. Gradients of gradients are refused.

/// x weight^T + bias. x: N x inputs; weight: units x inputs; bias: units, or undefined. Returns N x units.
torch::Tensor linear(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias);

/// relu(linear(x, weight, bias)), the hidden layer of an MLP, in one operation.
torch::Tensor linear_relu(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias);

/// How such a layer's products are computed.
enum class LinearWay {
    PyTorchs,    // as torch::linear() does
    OneThread,   // so few multiply-adds that a second thread costs more than it brings
    OneDnn,      // whole products by oneDNN, where it is the faster library
    Shared       // each thread computes units of its own, by MKL
};

/// Always the same for the same shapes on one machine with the same number of threads, and so are the bits.
LinearWay linear_way(const torch::Tensor& x, const torch::Tensor& weight);

/// Both of the above, in a way of the caller's choice. OneDnn: fp32 where has_onednn_product().
torch::Tensor linear_by(LinearWay way, const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                        Rectified rectified);

}   // namespace overfit
