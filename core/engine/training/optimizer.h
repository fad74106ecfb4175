#pragma once

#include "core/config/experiment_config.h"
#include "core/engine/models/network.h"
#include "core/engine/training/loss_scale.h"

#include <torch/torch.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace overfit {

/// The rule of a step, over all parameters in one fused kernel; on a CPU the small ones have a call of their own, on one
/// thread. What it remembers of earlier steps has names, for checkpoints.
class Optimizer {
public:
    virtual ~Optimizer() = default;

    /// Of the steps from now on. It lies on the device, so that a recorded step reads the one of its replay.
    void set_learning_rate(double rate);

    /// One update from the gradients that are there, which are dropped afterwards: the next backward pass then hands its own
    /// tensors over instead of adding to zeroes (a 6 MB weight saves 24 MB of memory traffic a step).
    /// scale: null, or what the loss was multiplied with; the update is then left out where a gradient overflowed.
    void step(LossScale* scale);

    /// The same without loss scaling, at a rate of its own.
    void step(double learning_rate);

    /// Tensors by name ("momentum.fc.weight"). Written to in place by a resume.
    const std::vector<std::pair<std::string, torch::Tensor>>& state() const { return state_; }

protected:
    explicit Optimizer(const Network& network);

    /// overflow: a device scalar, 1 where the update must be left out; nothing without loss scaling.
    virtual void update(const std::optional<torch::Tensor>& overflow) = 0;

    /// Neighbours among the parameters.
    struct Group {
        std::size_t first = 0, count = 0;

        /// Of a list as long as the parameters' or empty.
        at::TensorList of(const std::vector<torch::Tensor>& list) const {
            return list.empty() ? at::TensorList() : at::TensorList(list).slice(first, count);
        }
    };

    /// update(group): of all parameters together, on a CPU of the small ones by one thread and then of the others.
    void for_each_group(const std::function<void(const Group&)>& update) const;

    /// Zeroes shaped as the parameters, known as "<what>.<parameter>".
    std::vector<torch::Tensor> remember(const std::string& what);
    torch::Tensor remember(const std::string& what, const torch::Tensor& value);

    const std::vector<torch::Tensor>& parameters() const { return parameters_; }
    const std::vector<torch::Tensor>& gradients() const { return gradients_; }
    const torch::Tensor& learning_rate() const { return learning_rate_; }   // a scalar

private:
    std::vector<std::string> names_;
    std::vector<torch::Tensor> parameters_, gradients_;   // small ones first
    std::size_t small_ = 0;                               // how many, on a CPU
    torch::Tensor learning_rate_;
    std::vector<std::pair<std::string, torch::Tensor>> state_;
};

/// As Python's torch.optim, with weight decay on every parameter:
///   sgd     plain, with momentum or Nesterov momentum; remembers "momentum" where there is one
///   adam    weight decay as an l2 penalty; remembers "exp_avg", "exp_avg_sq" and "step"
///   adamw   the same with weight decay apart from the gradient
std::unique_ptr<Optimizer> make_optimizer(const Network& network, const TrainingConfig& training);

}   // namespace overfit
