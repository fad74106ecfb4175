#pragma once

#include <torch/torch.h>

namespace overfit {

/// Whether this processor multiplies fp32 matrices faster by oneDNN than by MKL, which is what torch::mm() and
/// torch::linear() take: MKL leaves AVX-512 aside on processors of other makers than Intel. Always the same on one machine,
/// so that a run repeats its bits.
bool multiplies_faster_by_onednn();

enum class Rectified { No, Yes };

/// x weight^T + bias, with ReLU in the same pass if so wished. x: N x inputs; weight: units x inputs; both fp32 on a CPU
/// with any strides; bias: units, or no values or undefined where there is none. Returns N x units. Knows no gradient.
torch::Tensor onednn_product(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias = {},
                             Rectified rectified = Rectified::No);

}   // namespace overfit
