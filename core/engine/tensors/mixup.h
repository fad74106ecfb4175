#pragma once

#include <torch/torch.h>

namespace overfit {

/// Mixup (Zhang et al. 2018): each image of a batch becomes `weight` of itself and the rest of its partner; the loss is the
/// same mixture of the losses with the labels of both.
struct Mixture {
    torch::Tensor weight;    // one number for the batch, float32, 0..1
    torch::Tensor partner;   // B, int64: a permutation of the batch
};

/// weight ~ Beta(alpha, alpha). generator: decides the device.
Mixture draw_mixture(double alpha, std::int64_t images, const at::Generator& generator);

/// images: B x C x H x W, scaled. In the same memory format.
torch::Tensor mixed(const torch::Tensor& images, const Mixture& mixture);

/// The labels with the larger share: what a mixed image counts as.
torch::Tensor dominant_labels(const torch::Tensor& labels, const Mixture& mixture);

}   // namespace overfit
