#include "core/engine/training/optimizer.h"

namespace overfit {

namespace {

class Sgd : public Optimizer {
public:
    Sgd(const Network& network, const TrainingConfig& training)
        : Optimizer(network),
          rule_(training),
          momentum_(rule_.momentum == 0.0 ? std::vector<torch::Tensor>{} : remember("momentum")) {}

private:
    void update(const std::optional<torch::Tensor>& overflow) override {
        // Zeroes give the same first step as Python's "no buffer yet": 0 * momentum + gradient.
        at::_fused_sgd_(parameters(), gradients(), momentum_, rule_.weight_decay, rule_.momentum, learning_rate(),
                        /*dampening=*/0.0, rule_.nesterov, /*maximize=*/false, /*is_first_step=*/false, /*grad_scale=*/{},
                        overflow);
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
        kernel(parameters(), gradients(), mean_, mean_square_, /*max_exp_avg_sqs=*/{}, steps_, learning_rate(), rule_.beta1,
               rule_.beta2, rule_.weight_decay, rule_.epsilon, /*amsgrad=*/false, /*maximize=*/false, /*grad_scale=*/{},
               overflow);
    }

    TrainingConfig rule_;
    std::vector<torch::Tensor> mean_, mean_square_;   // of the gradients
    torch::Tensor step_;
    std::vector<torch::Tensor> steps_;   // the same one for each parameter, as the kernel wants it
};

}   // namespace

Optimizer::Optimizer(const Network& network) {
    for (const auto& parameter : network.named_parameters()) {
        names_.push_back(parameter.key());
        parameters_.push_back(parameter.value());
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
