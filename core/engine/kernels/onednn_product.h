#pragma once

#include <torch/torch.h>

namespace overfit {

/// Whether LibTorch was built with oneDNN and has the operation that onednn_product() calls.
bool has_onednn_product();

/// Whether this processor multiplies fp32 matrices faster by oneDNN than by MKL, which is what torch::mm() and
/// torch::linear() take: MKL leaves AVX-512 aside on processors of other makers than Intel. Always the same on one machine,
/// so that a run repeats its bits.
bool multiplies_faster_by_onednn();

/// x weight^T + bias. x: N x inputs, copied where its rows are not contiguous; weight: units x inputs, with any strides;
/// both fp32 on a CPU, at least one value each; bias: units, or no values or undefined where there is none. Returns
/// N x units. Knows no gradient. Throws c10::Error where not has_onednn_product().
torch::Tensor onednn_product(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias = {});

}   // namespace overfit
