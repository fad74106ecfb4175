#pragma once

#include <torch/torch.h>

namespace overfit {

enum class Rectified { No, Yes };

/// Of y = x weight^T + bias, or ReLU of it. x: N x inputs; weight: units x inputs; bias: units, or no values where the layer
/// has none. All of one type, on a CPU.
struct LinearForward {
    torch::Tensor x, weight, bias;
    Rectified rectified = Rectified::No;
};

/// y: only where it is rectified; dy: N x units. The flags: what is wanted.
struct LinearBackward {
    torch::Tensor x, weight, y, dy;
    Rectified rectified = Rectified::No;
    bool dx = false, d_weight = false, d_bias = false;
};

/// Of z = [y > 0] dy, or dy itself without ReLU: d weight = z^T x, d bias = sum of z over the rows, dx = z weight.
struct LinearGradients {
    torch::Tensor dx, d_weight, d_bias;   // undefined where they are not wanted
};

}   // namespace overfit
