#include "core/engine/models/layers.h"

#include "core/engine/kernels/batch_norm_relu.h"
#include "core/engine/kernels/linear.h"

namespace overfit {

namespace {

constexpr double momentum = 0.1;   // of batch normalisation's running statistics, as PyTorch counts: the new batch's share

}   // namespace

Linear::Linear(std::int64_t inputs, std::int64_t outputs, Bias with_bias)
    : weight(register_parameter("weight", torch::empty({outputs, inputs}))),
      bias(register_parameter("bias", with_bias == Bias::With ? torch::zeros({outputs}) : torch::Tensor(),
                              with_bias == Bias::With)) {}

torch::Tensor Linear::forward(const torch::Tensor& x) const { return linear(x, weight, bias); }

torch::Tensor Linear::forward_relu(const torch::Tensor& x) const { return linear_relu(x, weight, bias); }

Convolution::Convolution(std::int64_t inputs, std::int64_t outputs, const Kernel& kernel, Bias with_bias)
    : weight(register_parameter("weight", torch::empty({outputs, inputs, kernel.height, kernel.width}))),
      bias(register_parameter("bias", with_bias == Bias::With ? torch::zeros({outputs}) : torch::Tensor(),
                              with_bias == Bias::With)),
      kernel_(kernel) {}

torch::Tensor Convolution::forward(const torch::Tensor& x) { return convolve(x, weight, bias); }

torch::Tensor Convolution::forward_scaled(const torch::Tensor& x, const torch::Tensor& scale, const torch::Tensor& shift) {
    return convolve(x, weight * scale.view({-1, 1, 1, 1}), bias.defined() ? bias * scale + shift : shift);
}

torch::Tensor Convolution::convolve(const torch::Tensor& x, const torch::Tensor& by, const torch::Tensor& plus) {
    torch::Tensor out =
        torch::conv2d(x, by, plus, /*stride=*/kernel_.stride, /*padding=*/{kernel_.pad_height, kernel_.pad_width});
    places_ = out.size(2) * out.size(3);
    return out;
}

BatchNorm::BatchNorm(std::int64_t channels, const BatchNormOptions& options)
    : weight(options.affine == BatchNormAffine::ScaleAndShift ? register_parameter("weight", torch::ones({channels}))
                                                              : torch::Tensor()),
      bias(options.affine != BatchNormAffine::None ? register_parameter("bias", torch::zeros({channels})) : torch::Tensor()),
      running_mean(register_buffer("running_mean", torch::zeros({channels}))),
      running_var(register_buffer("running_var", torch::ones({channels}))),
      num_batches_tracked(register_buffer("num_batches_tracked", torch::zeros({}, torch::kInt64))),
      epsilon_(options.epsilon) {}

torch::Tensor BatchNorm::forward(const torch::Tensor& x) {
    return torch::batch_norm(x, weight, bias, running_mean, running_var, is_training(), momentum, epsilon_,
                             /*cudnn_enabled=*/true);
}

torch::Tensor BatchNorm::forward_relu(const torch::Tensor& x) {
    return batch_norm_relu(x,
                           {.weight = weight,
                            .bias = bias,
                            .running_mean = running_mean,
                            .running_var = running_var,
                            .momentum = momentum,
                            .epsilon = epsilon_},
                           is_training());
}

torch::Tensor BatchNorm::forward_relu_after(Convolution& convolution, const torch::Tensor& x) {
    if (is_training() || at::GradMode::is_enabled()) return forward_relu(convolution.forward(x));
    torch::Tensor scale = (running_var + epsilon_).rsqrt();
    if (weight.defined()) scale = scale * weight;
    torch::Tensor shift = running_mean * -scale;
    if (bias.defined()) shift = shift + bias;
    return convolution.forward_scaled(x, scale, shift).relu_();
}

void BatchNorm::settle_count(std::int64_t batches) { num_batches_tracked.fill_(batches); }

torch::Tensor Dropout::operator()(const torch::Tensor& x, bool training) const {
    if (!training || chance == 0.0) return x;
    torch::Tensor kept = torch::empty_like(x).bernoulli_(1.0 - chance, generator);
    return x * kept.div_(1.0 - chance);
}

torch::Tensor as_channels_last(const torch::Tensor& x) { return x.contiguous(at::MemoryFormat::ChannelsLast); }

}   // namespace overfit
