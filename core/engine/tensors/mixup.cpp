#include "core/engine/tensors/mixup.h"

#include "core/engine/tensors/resident_images.h"

namespace overfit {

Mixture draw_mixture(double alpha, std::int64_t images, const at::Generator& generator) {
    const auto options = torch::TensorOptions(torch::kFloat32).device(generator.device());
    // With two equal entries a Dirichlet draw is Beta(alpha, alpha) and what it leaves. Both may round to 0 when alpha is
    // tiny.
    const torch::Tensor shares = at::_sample_dirichlet(torch::full({2}, alpha, options), generator);
    return {.weight = shares[0].nan_to_num(0.5).clamp_(0.0, 1.0),
            .partner = torch::randperm(images, generator, options.dtype(torch::kInt64))};
}

torch::Tensor mixed(const torch::Tensor& images, const Mixture& mixture) {
    return torch::lerp(images_at(images, mixture.partner), images, mixture.weight);
}

torch::Tensor dominant_labels(const torch::Tensor& labels, const Mixture& mixture) {
    return torch::where(mixture.weight.ge(0.5), labels, labels.index_select(0, mixture.partner));
}

}   // namespace overfit
