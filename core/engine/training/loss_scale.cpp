#include "core/engine/training/loss_scale.h"

namespace overfit {

namespace {

constexpr double first_scale = 65536.0;
constexpr double growth = 2.0, backoff = 0.5;
constexpr std::int64_t steps_to_grow = 2000;

}   // namespace

LossScale::LossScale(const torch::Device& device)
    : scale_(torch::full({}, first_scale, torch::TensorOptions(torch::kFloat32).device(device))),
      good_steps_(torch::zeros({}, torch::TensorOptions(torch::kInt32).device(device))),
      overflow_(torch::zeros_like(scale_)),
      state_({{"loss_scale", scale_}, {"loss_scale.good_steps", good_steps_}}) {}

const torch::Tensor& LossScale::unscale(const std::vector<torch::Tensor>& gradients) {
    overflow_.zero_();
    at::_amp_foreach_non_finite_check_and_unscale_(gradients, overflow_, scale_.reciprocal());
    at::_amp_update_scale_(scale_, good_steps_, overflow_, growth, backoff, steps_to_grow);
    return overflow_;
}

}   // namespace overfit
