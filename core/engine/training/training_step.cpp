#include "core/engine/training/training_step.h"

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
    const torch::Tensor logits = forward(images);
    const torch::Tensor loss = parts_.objective.loss(logits, targets);
    (parts_.loss_scale != nullptr ? parts_.loss_scale->scaled(loss) : loss).backward();
    parts_.optimizer.step(parts_.loss_scale);
    write_entry(entry, loss, logits, targets.counted_labels());
}

torch::Tensor StepComputation::forward(const torch::Tensor& images) const {
    const AutocastScope autocast(compute_);
    return parts_.network.forward(images).to(torch::kFloat32);   // B x C
}

}   // namespace overfit
