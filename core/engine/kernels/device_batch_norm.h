#pragma once

#include "core/engine/kernels/batch_norm_relu.h"

namespace overfit {

/// Whether the kernels of activation_kernels.cuh take this: fp32, fp16 or bf16 (with fp32 parts) in channels_last, on a
/// device whose kernels are in use.
bool device_fuses_batch_norm_relu(const torch::Tensor& x, const BatchNormParts& parts);

/// batch_norm_relu() in training by those kernels: three of them forward, three backward. The same bits every time.
torch::Tensor device_batch_norm_relu(const torch::Tensor& x, const BatchNormParts& parts);

}   // namespace overfit
