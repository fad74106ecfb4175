#pragma once

#include <torch/torch.h>

namespace overfit {

// Fully connected layers in fp32 and fp64 on a CPU. Elsewhere, within autocast and for other types these are PyTorch's
// operations.

/// x weight^T + bias. x: N x inputs; weight: units x inputs; bias: units, or undefined. Returns N x units.
torch::Tensor linear(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias);

/// relu(linear(x, weight, bias)), the hidden layer of an MLP, in one operation.
torch::Tensor linear_relu(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias);

/// How such a layer's products are computed.
enum class LinearWay {
    PyTorchs,    // as torch::linear() does
    OneThread,   // so few multiply-adds that a second thread costs more than it brings
    OneDnn,      // where oneDNN is the faster library, which shares them among the threads itself
    Shared   // each thread computes units of its own from beginning to end: MKL shares a product of a hundred rows badly,
             // and threads that have to meet after each operation wait for each other
};

/// Always the same for the same shapes on one machine with the same number of threads, and so are the bits.
LinearWay linear_way(const torch::Tensor& x, const torch::Tensor& weight);

}   // namespace overfit
