#pragma once

#include "core/engine/kernels/batch_norm_relu.h"

namespace overfit {

/// One forward and backward pass of batch normalisation and ReLU, and what it leaves behind.
struct Pass {
    torch::Tensor y, dx, d_weight, d_bias, running_mean, running_var;
};

/// After y.backward(). Gradients of what a layer has not are undefined.
inline Pass finished_pass(const torch::Tensor& x, const torch::Tensor& y, const BatchNormParts& parts) {
    return {.y = y.detach(),
            .dx = x.grad(),
            .d_weight = parts.weight.defined() ? parts.weight.grad() : torch::Tensor(),
            .d_bias = parts.bias.defined() ? parts.bias.grad() : torch::Tensor(),
            .running_mean = parts.running_mean,
            .running_var = parts.running_var};
}

/// PyTorch's two operations, in training.
inline torch::Tensor composed_forward(const torch::Tensor& x, const BatchNormParts& parts) {
    return torch::batch_norm(x, parts.weight, parts.bias, parts.running_mean, parts.running_var, /*training=*/true,
                             parts.momentum, parts.epsilon, /*cudnn_enabled=*/true)
        .relu();
}

}   // namespace overfit
