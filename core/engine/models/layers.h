#pragma once

#include "core/config/experiment_config.h"

#include <torch/torch.h>

#include <optional>

namespace overfit {

// The layers that networks are made of. They exist beside torch::nn's because those draw their weights from the global
// generator when they are made; these come with weights that are not drawn yet. Parameters have Python's names.

enum class Bias { With, Without };

/// y = x W' + b. weight: out x in; bias: out zeros, or undefined.
class Linear : public torch::nn::Module {
public:
    Linear(std::int64_t inputs, std::int64_t outputs, Bias with_bias = Bias::With);

    /// N x inputs -> N x outputs.
    torch::Tensor forward(const torch::Tensor& x) const;

    /// relu(forward(x)), in one operation where that is faster.
    torch::Tensor forward_relu(const torch::Tensor& x) const;

    /// Of one image.
    std::int64_t multiply_adds() const { return weight.numel(); }

    torch::Tensor weight, bias;
};

/// The window of a convolution, pixels.
struct Kernel {
    std::int64_t height = 1, width = 1, stride = 1, pad_height = 0, pad_width = 0;

    /// Odd side, padded so that the size stays at stride 1 and is halved, rounded up, at stride 2.
    static constexpr Kernel square(std::int64_t side, std::int64_t stride = 1) {
        return {side, side, stride, side / 2, side / 2};
    }
    /// Without padding: the image loses side - 1 pixels.
    static constexpr Kernel unpadded(std::int64_t side, std::int64_t stride = 1) { return {side, side, stride, 0, 0}; }
    /// 1 x width and height x 1, padded so that the size stays.
    static constexpr Kernel row(std::int64_t width) { return {1, width, 1, 0, width / 2}; }
    static constexpr Kernel column(std::int64_t height) { return {height, 1, 1, height / 2, 0}; }
};

/// weight: out x in x height x width; bias: out zeros, or undefined.
class Convolution : public torch::nn::Module {
public:
    Convolution(std::int64_t inputs, std::int64_t outputs, const Kernel& kernel, Bias with_bias = Bias::Without);

    /// N x inputs x H x W -> N x outputs x H' x W'.
    torch::Tensor forward(const torch::Tensor& x);

    /// scale * forward(x) + shift, one of each for a channel of the output, in the same pass.
    torch::Tensor forward_scaled(const torch::Tensor& x, const torch::Tensor& scale, const torch::Tensor& shift);

    /// Of one image in the last forward pass: the kernel is applied at every place of the output.
    std::int64_t multiply_adds() const { return weight.numel() * places_; }

    torch::Tensor weight, bias;

private:
    torch::Tensor convolve(const torch::Tensor& x, const torch::Tensor& by, const torch::Tensor& plus);

    Kernel kernel_;
    std::int64_t places_ = 0;   // H' W'
};

struct BatchNormOptions {
    BatchNormAffine affine = BatchNormAffine::ScaleAndShift;
    double epsilon = 1e-5;   // PyTorch's
};

/// Batch normalisation with PyTorch's momentum of 0.1. Weight (the scale) 1 and bias (the shift) 0 at the start, undefined
/// where `affine` leaves them out.
class BatchNorm : public torch::nn::Module {
public:
    explicit BatchNorm(std::int64_t channels, const BatchNormOptions& options = {});

    /// N x channels x H x W, unchanged shape. In training mode the running statistics move.
    torch::Tensor forward(const torch::Tensor& x);

    /// relu(forward(x)), in fewer passes over memory where it can be.
    torch::Tensor forward_relu(const torch::Tensor& x);

    /// relu(forward(convolution(x))). In evaluation the convolution does the normalisation's work with other weights: two
    /// passes over its output less.
    torch::Tensor forward_relu_after(Convolution& convolution, const torch::Tensor& x);

    /// Brings `num_batches_tracked` up to date. batches: of training so far, from who counts them: PyTorch's own counter
    /// costs a kernel a layer and step; nothing computes with it, but Python's state_dict has it.
    void settle_count(std::int64_t batches);

    torch::Tensor weight, bias, running_mean, running_var, num_batches_tracked;

private:
    double epsilon_;
};

/// Zeroes each value with probability `chance` in training mode and scales the others by 1 / (1 - chance). Draws from its
/// own generator, never from the global one.
struct Dropout {
    double chance = 0.0;
    at::Generator generator;

    torch::Tensor operator()(const torch::Tensor& x, bool training) const;
};

/// A module that exists for its name only, as Python's Sequential does in the path of a parameter.
class NamedGroup : public torch::nn::Module {};

/// After a network's first convolution: with one input channel both memory layouts look alike, and the convolution picks the
/// slow one.
torch::Tensor as_channels_last(const torch::Tensor& x);

}   // namespace overfit
