#include "core/engine/training/optimizer.h"

#include "core/support/error.h"

namespace overfit {

SgdOptimizer::SgdOptimizer(const Network& network, const TrainingConfig& training)
    : momentum_factor_(training.momentum), weight_decay_(training.weight_decay), nesterov_(training.nesterov) {
    if (training.optimizer != OptimizerKind::Sgd) {
        throw UsageError({.where = "training.optimizer", .problem = "only sgd is available yet", .remedy = "set it to sgd"});
    }
    for (const auto& parameter : network.named_parameters()) {
        parameters_.push_back(parameter.value());
        if (momentum_factor_ == 0.0) continue;
        // Zeroes give the same first step as Python's "no buffer yet": 0 * momentum + gradient.
        momentum_.push_back(torch::zeros_like(parameter.value()));
        named_momentum_.emplace_back(parameter.key(), momentum_.back());
    }
    gradients_.resize(parameters_.size());
}

void SgdOptimizer::step(double learning_rate) {
    const torch::NoGradGuard no_gradients;
    for (std::size_t place = 0; place < parameters_.size(); ++place) gradients_[place] = parameters_[place].grad();
    at::_fused_sgd_(parameters_, gradients_, momentum_, weight_decay_, momentum_factor_, learning_rate, /*dampening=*/0.0,
                    nesterov_, /*maximize=*/false, /*is_first_step=*/false);
    for (std::size_t place = 0; place < parameters_.size(); ++place) {
        gradients_[place].reset();
        parameters_[place].mutable_grad().reset();
    }
}

}   // namespace overfit
