#pragma once

#include <torch/torch.h>

namespace overfit {

/// Whether mean_cross_entropy() can be had for such logits: where our kernels are in use, and for a few on a CPU.
bool has_mean_cross_entropy(const torch::Tensor& logits);

/// The mean cross-entropy of a batch, with gradient, by one kernel or two, on a CPU by one thread: needs
/// has_mean_cross_entropy(). logits: B x C, labels: B. entry: 2, float64; the loss and the number of rows whose largest
/// logit is their label's are written there.
torch::Tensor mean_cross_entropy(const torch::Tensor& logits, const torch::Tensor& labels, const torch::Tensor& entry);

/// Of each row of a batch.
struct ScoredRows {
    torch::Tensor predicted;               // int64: the class of the largest logit, the first of equal ones
    torch::Tensor given_loss, true_loss;   // float32: -log p of a label
};

/// In one kernel where ours are in use on the logits' device. logits: B x C, float32; labels: B, int64.
ScoredRows score_rows(const torch::Tensor& logits, const torch::Tensor& given_labels, const torch::Tensor& true_labels);

}   // namespace overfit
