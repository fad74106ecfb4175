#include "core/engine/training/training_step.h"

#include "core/engine/kernels/row_losses.h"
#include "core/engine/training/forward_pass.h"
#include "core/engine/training/step_log.h"

namespace overfit {

void StepComputation::run(const torch::Tensor& stored, const torch::Tensor& places, const torch::Tensor& entry) const {
    BatchTargets targets{
        .places = places, .labels = data_.train.given_labels.index_select(0, places), .mixture = std::nullopt};
    torch::Tensor images = data_.input.for_training(stored, parts_.augmentation);
    if (const double alpha = data_.input.augmentation.mixup; alpha > 0.0) {
        targets.mixture = draw_mixture(alpha, places.size(0), parts_.augmentation);
        images = mixed(images, *targets.mixture);
    }
    const torch::Tensor logits = forward_pass(parts_.network, images, compute_);
    const torch::Tensor loss = recorded_loss(logits, targets, entry);
    (parts_.loss_scale != nullptr ? parts_.loss_scale->scaled(loss) : loss).backward();
    parts_.optimizer.step(parts_.loss_scale);
}

torch::Tensor StepComputation::recorded_loss(const torch::Tensor& logits, const BatchTargets& targets,
                                             const torch::Tensor& entry) const {
    if (parts_.objective.is_mean_cross_entropy(targets) && has_mean_cross_entropy(logits)) {
        return mean_cross_entropy(logits, targets.labels, entry);
    }
    torch::Tensor loss = parts_.objective.loss(logits, targets);
    write_entry(entry, loss, logits, targets.counted_labels());
    return loss;
}

}   // namespace overfit
