#pragma once

#include <torch/torch.h>

namespace overfit {

// The layers that networks are made of. They exist beside torch::nn's because those draw their weights from the global
// generator when they are made; these come with weights that are not drawn yet. Parameters have Python's names.

/// y = x W' + b. weight: out x in; bias: out zeros, or undefined.
class Linear : public torch::nn::Module {
public:
    enum class Bias { With, Without };

    Linear(std::int64_t inputs, std::int64_t outputs, Bias with_bias = Bias::With);

    /// N x inputs -> N x outputs.
    torch::Tensor forward(const torch::Tensor& x) const;

    torch::Tensor weight, bias;
};

/// A square convolution without bias that keeps the size at stride 1 (padding = side / 2). weight: out x in x side x side.
class Convolution : public torch::nn::Module {
public:
    Convolution(std::int64_t inputs, std::int64_t outputs, std::int64_t side, std::int64_t stride = 1);

    /// N x inputs x H x W -> N x outputs x ceil(H / stride) x ceil(W / stride).
    torch::Tensor forward(const torch::Tensor& x) const;

    torch::Tensor weight;

private:
    std::int64_t stride_;
};

/// Batch normalisation with PyTorch's constants (momentum 0.1, eps 1e-5). Weight 1 and bias 0 at the start.
class BatchNorm : public torch::nn::Module {
public:
    explicit BatchNorm(std::int64_t channels);

    /// N x channels x H x W, unchanged shape. In training mode the running statistics move.
    torch::Tensor forward(const torch::Tensor& x);

    /// Brings `num_batches_tracked` up to date: counted on the host, since PyTorch's own counter costs a kernel a layer and
    /// step; nothing computes with it, but Python's state_dict has it.
    void settle_count();

    torch::Tensor weight, bias, running_mean, running_var, num_batches_tracked;

private:
    std::int64_t uncounted_batches_ = 0;
};

/// Zeroes each value with probability `chance` in training mode and scales the others by 1 / (1 - chance). Draws from its
/// own generator, never from the global one.
struct Dropout {
    double chance = 0.0;
    at::Generator generator;

    torch::Tensor operator()(const torch::Tensor& x, bool training) const;
};

}   // namespace overfit
