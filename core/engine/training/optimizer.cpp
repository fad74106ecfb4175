#include "core/engine/training/optimizer.h"

#include "core/engine/kernels/one_thread.h"

#include <algorithm>

namespace overfit {

namespace {

constexpr std::int64_t small_parameter = 32'768;   // values: one thread updates them sooner than two have begun

class Sgd : public Optimizer {
public:
    Sgd(const Network& network, const TrainingConfig& training)
        : Optimizer(network),
          rule_(training),
          momentum_(rule_.momentum == 0.0 ? std::vector<torch::Tensor>{} : remember("momentum")) {}

private:
    void update(const std::optional<torch::Tensor>& overflow) override {
        // Zeroes give the same first step as Python's "no buffer yet": 0 * momentum + gradient.
        for_each_group([&](const Group& group) {
            at::_fused_sgd_(group.of(parameters()), group.of(gradients()), group.of(momentum_), rule_.weight_decay,
                            rule_.momentum, learning_rate(), /*dampening=*/0.0, rule_.nesterov, /*maximize=*/false,
                            /*is_first_step=*/false, /*grad_scale=*/{}, overflow);
        });
    }

    TrainingConfig rule_;
    std::vector<torch::Tensor> momentum_;
};

class Adam : public Optimizer {
public:
    Adam(const Network& network, const TrainingConfig& training)
        : Optimizer(network),
          rule_(training),
          mean_(remember("exp_avg")),
          mean_square_(remember("exp_avg_sq")),
          step_(remember("step",
                         torch::zeros({}, torch::TensorOptions(parameters().front().device()).dtype(torch::kFloat32)))),
          steps_(parameters().size(), step_) {}

private:
    void update(const std::optional<torch::Tensor>& overflow) override {
        step_.add_(1);
        if (overflow) step_.sub_(*overflow);
        const auto kernel = rule_.optimizer == OptimizerKind::AdamW ? at::_ops::_fused_adamw__tensor_lr::call
                                                                    : at::_ops::_fused_adam__tensor_lr::call;
        for_each_group([&](const Group& group) {
            kernel(group.of(parameters()), group.of(gradients()), group.of(mean_), group.of(mean_square_),
                   /*max_exp_avg_sqs=*/{}, group.of(steps_), learning_rate(), rule_.beta1, rule_.beta2, rule_.weight_decay,
                   rule_.epsilon, /*amsgrad=*/false, /*maximize=*/false, /*grad_scale=*/{}, overflow);
        });
    }

    TrainingConfig rule_;
    std::vector<torch::Tensor> mean_, mean_square_;   // of the gradients
    torch::Tensor step_;
    std::vector<torch::Tensor> steps_;   // the same one for each parameter, as the kernel wants it
};

}   // namespace

Optimizer::Optimizer(const Network& network) {
    auto named = network.named_parameters().pairs();
    const auto others = std::ranges::stable_partition(named, [](const auto& parameter) {
        return parameter.second.is_cpu() && parameter.second.numel() <= small_parameter;
    });
    small_ = named.size() - others.size();
    for (const auto& [name, parameter] : named) {
        names_.push_back(name);
        parameters_.push_back(parameter);
    }
    gradients_.resize(parameters_.size());
    // As the fused kernels read it: a CPU's takes the number out of the tensor, a GPU's takes float32 where it lies.
    const torch::Device device = parameters_.front().device();
    learning_rate_ =
        torch::zeros({}, torch::TensorOptions(device).dtype(device.is_cpu() ? torch::kFloat64 : torch::kFloat32));
}

void Optimizer::set_learning_rate(double rate) { learning_rate_.fill_(rate); }

void Optimizer::step(double learning_rate) {
    set_learning_rate(learning_rate);
    step(nullptr);
}

void Optimizer::step(LossScale* scale) {
    const torch::NoGradGuard no_gradients;
    for (std::size_t place = 0; place < parameters_.size(); ++place) gradients_[place] = parameters_[place].grad();
    std::optional<torch::Tensor> overflow;
    if (scale != nullptr) overflow = scale->unscale(gradients_);
    update(overflow);
    for (std::size_t place = 0; place < parameters_.size(); ++place) {
        gradients_[place].reset();
        parameters_[place].mutable_grad().reset();
    }
}

void Optimizer::for_each_group(const std::function<void(const Group&)>& update) const {
    if (small_ > 0) {
        const OnOneThread one_thread;
        update({.first = 0, .count = small_});
    }
    if (small_ < parameters_.size()) update({.first = small_, .count = parameters_.size() - small_});
}

std::vector<torch::Tensor> Optimizer::remember(const std::string& what) {
    std::vector<torch::Tensor> tensors;
    for (std::size_t place = 0; place < parameters_.size(); ++place) {
        tensors.push_back(remember(what + "." + names_[place], torch::zeros_like(parameters_[place])));
    }
    return tensors;
}

torch::Tensor Optimizer::remember(const std::string& what, const torch::Tensor& value) {
    state_.emplace_back(what, value);
    return value;
}

std::unique_ptr<Optimizer> make_optimizer(const Network& network, const TrainingConfig& training) {
    if (training.optimizer == OptimizerKind::Sgd) return std::make_unique<Sgd>(network, training);
    return std::make_unique<Adam>(network, training);
}

}   // namespace overfit
