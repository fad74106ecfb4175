#include "core/engine/training/objective.h"

namespace overfit {

namespace {

constexpr double least_probability = 1e-4;   // of a class, as in the authors' code: keeps the logarithm finite

}   // namespace

Objective::Objective(const TrainingConfig& training, std::int64_t examples, int classes, const torch::Device& device)
    : label_smoothing_(training.label_smoothing), early_learning_(training.early_learning) {
    if (early_learning_.weight == 0.0) return;
    mean_predictions_ = torch::zeros({examples, classes}, torch::TensorOptions(torch::kFloat32).device(device));
    state_.emplace_back("early_learning.mean_predictions", mean_predictions_);
}

torch::Tensor Objective::loss(const torch::Tensor& logits, const BatchTargets& targets) {
    torch::Tensor loss = cross_entropy(logits, targets.labels);
    if (targets.mixture) {
        const Mixture& mixture = *targets.mixture;
        loss = torch::lerp(cross_entropy(logits, targets.labels.index_select(0, mixture.partner)), loss, mixture.weight);
    }
    if (mean_predictions_.defined()) loss = loss + early_learning_.weight * early_learning(logits, targets.places);
    return loss;
}

torch::Tensor Objective::cross_entropy(const torch::Tensor& logits, const torch::Tensor& labels) const {
    return torch::cross_entropy_loss(logits, labels, /*weight=*/{}, at::Reduction::Mean, /*ignore_index=*/-100,
                                     label_smoothing_);
}

/// mean(log(1 - <p, t>)), where t is the running mean of an example's predictions, this one included.
torch::Tensor Objective::early_learning(const torch::Tensor& logits, const torch::Tensor& places) {
    const torch::Tensor predicted = logits.softmax(1).clamp(least_probability, 1.0 - least_probability);
    torch::Tensor means;
    {
        const torch::NoGradGuard no_gradients;
        const torch::Tensor shares = predicted / predicted.sum(1, /*keepdim=*/true);
        means = mean_predictions_.index_select(0, places)
                    .mul_(early_learning_.momentum)
                    .add_(shares, 1.0 - early_learning_.momentum);
        mean_predictions_.index_copy_(0, places, means);
    }
    return (1.0 - (means * predicted).sum(1)).log().mean();
}

}   // namespace overfit
