#pragma once

#include "core/config/experiment_config.h"
#include "core/engine/tensors/mixup.h"

#include <torch/torch.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace overfit {

/// What a batch is to learn.
struct BatchTargets {
    torch::Tensor places;   // B, int64: which of the train examples these are
    torch::Tensor labels;   // B, int64: given ones
    std::optional<Mixture> mixture;

    /// The label that each image counts as in the running accuracy.
    torch::Tensor counted_labels() const { return mixture ? dominant_labels(labels, *mixture) : labels; }
};

/// What training minimises: the mean cross-entropy of a batch, with label smoothing (Szegedy et al. 2016), mixup (Zhang et
/// al. 2018) and early-learning regularisation (Liu et al. 2020). Evaluation knows plain cross-entropy only.
class Objective {
public:
    /// examples: of the train block; one running mean of predictions each is kept on the device where the last is active.
    Objective(const TrainingConfig& training, std::int64_t examples, int classes, const torch::Device& device);

    /// A scalar with gradient. logits: B x C, float32.
    torch::Tensor loss(const torch::Tensor& logits, const BatchTargets& targets);

    /// Whether loss() is nothing but the mean cross-entropy of the labels.
    bool is_mean_cross_entropy(const BatchTargets& targets) const {
        return label_smoothing_ == 0.0 && !targets.mixture && !mean_predictions_.defined();
    }

    /// All that a resumed run needs, by name.
    const std::vector<std::pair<std::string, torch::Tensor>>& state() const { return state_; }

private:
    torch::Tensor cross_entropy(const torch::Tensor& logits, const torch::Tensor& labels) const;
    torch::Tensor early_learning(const torch::Tensor& logits, const torch::Tensor& places);

    double label_smoothing_;
    EarlyLearningConfig early_learning_;
    torch::Tensor mean_predictions_;   // N x C; undefined without early-learning regularisation
    std::vector<std::pair<std::string, torch::Tensor>> state_;
};

}   // namespace overfit
