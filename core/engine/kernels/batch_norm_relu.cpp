#include "core/engine/kernels/batch_norm_relu.h"

#include "core/engine/kernels/channel_rows.h"
#include "core/engine/kernels/device_batch_norm.h"
#include "core/engine/kernels/once_differentiable.h"
#include "core/engine/kernels/stand_in.h"

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>

#include <cmath>
#include <vector>

#ifndef INTRA_OP_PARALLEL
#error "compile this with OpenMP: without it at::parallel_for silently runs on one thread"
#endif

namespace overfit {

namespace {

constexpr std::int64_t values_a_task = 1 << 15;   // fewer are not worth waking another thread

std::int64_t rows_of(const torch::Tensor& x) { return x.size(0) * x.size(2) * x.size(3); }

std::int64_t rows_a_task(std::int64_t channels) { return std::max<std::int64_t>(1, values_a_task / channels); }

/// work(Value()) with the type of the activations.
template <typename Work>
auto with_value_type(const torch::Tensor& x, const Work& work) {
    return AT_DISPATCH_FLOATING_TYPES_AND(torch::kBFloat16, x.scalar_type(), "batch_norm_relu",
                                          [&] { return work(scalar_t()); });
}

/// Of what is computed with activations of this type: float for bfloat16.
torch::ScalarType real_type(const torch::Tensor& x) { return at::toOpMathType(x.scalar_type()); }

template <typename Real>
std::span<const Real> values_of(const torch::Tensor& tensor) {
    return {tensor.const_data_ptr<Real>(), static_cast<std::size_t>(tensor.numel())};
}

template <typename Real>
Affine<Real> affine_of(const torch::Tensor& scale, const torch::Tensor& shift) {
    return {.scale = values_of<Real>(scale), .shift = values_of<Real>(shift)};
}

/// Sums of each thread, added up in the order of the threads: the same bits every time.
template <typename Sums>
using PerThread = std::vector<Sums>;

/// As many as the next at::parallel_for takes at most: it reads their number anew at its first call on a thread.
std::size_t thread_count() {
    at::internal::lazy_init_num_threads();
    return static_cast<std::size_t>(at::get_num_threads());
}

std::size_t own_place() { return static_cast<std::size_t>(at::get_thread_num()); }

template <typename Value>
std::vector<Moments> moments_of(const torch::Tensor& x) {
    const std::int64_t channels = x.size(1);
    PerThread<std::vector<Moments>> parts(thread_count(), std::vector<Moments>(static_cast<std::size_t>(channels)));
    const Value* values = x.const_data_ptr<Value>();
    at::parallel_for(0, rows_of(x), rows_a_task(channels), [&](std::int64_t begin, std::int64_t end) {
        add_moments(values + begin * channels, end - begin, std::span<Moments>(parts[own_place()]));
    });
    for (std::size_t thread = 1; thread < parts.size(); ++thread) {
        for (std::size_t channel = 0; channel < parts[0].size(); ++channel) parts[0][channel].merge(parts[thread][channel]);
    }
    return parts[0];
}

/// Mean and 1 / sqrt(variance + epsilon) of each channel, in double: two small tensors.
struct Statistics {
    torch::Tensor mean, inverse_deviation;
};

Statistics batch_statistics(const torch::Tensor& x, const BatchNormParts& parts) {
    const std::vector<Moments> moments = with_value_type(x, [&](auto value) { return moments_of<decltype(value)>(x); });
    const auto channels = static_cast<std::int64_t>(moments.size());
    torch::Tensor mean = torch::empty({channels}, torch::kFloat64);
    torch::Tensor variance = torch::empty({channels}, torch::kFloat64);
    for (std::int64_t channel = 0; channel < channels; ++channel) {
        const Moments& moment = moments[static_cast<std::size_t>(channel)];
        mean.data_ptr<double>()[channel] = moment.mean;
        variance.data_ptr<double>()[channel] = moment.squares / moment.count;
    }
    if (parts.running_mean.defined()) {
        const auto count = static_cast<double>(rows_of(x));
        const torch::Tensor unbiased = variance * (count / std::max(1.0, count - 1.0));   // as PyTorch keeps it
        torch::Tensor running_mean = parts.running_mean, running_var = parts.running_var;
        running_mean.mul_(1.0 - parts.momentum).add_(mean, parts.momentum);
        running_var.mul_(1.0 - parts.momentum).add_(unbiased, parts.momentum);
    }
    return {.mean = mean, .inverse_deviation = (variance + parts.epsilon).rsqrt()};
}

Statistics running_statistics(const BatchNormParts& parts) {
    return {.mean = parts.running_mean.to(torch::kFloat64),
            .inverse_deviation = (parts.running_var.to(torch::kFloat64) + parts.epsilon).rsqrt()};
}

torch::Tensor or_value(const torch::Tensor& tensor, double value, const torch::Tensor& like) {
    return tensor.defined() && tensor.numel() > 0 ? tensor.to(torch::kFloat64) : torch::full_like(like, value);
}

/// y = scale x + shift before the rectifier, in the type that is computed with.
struct ScaleAndShift {
    torch::Tensor scale, shift;
};

ScaleAndShift scale_and_shift(const Statistics& statistics, const torch::Tensor& weight, const torch::Tensor& bias,
                              torch::ScalarType type) {
    const torch::Tensor scale = or_value(weight, 1.0, statistics.mean) * statistics.inverse_deviation;
    const torch::Tensor shift = or_value(bias, 0.0, statistics.mean) - statistics.mean * scale;
    return {.scale = scale.to(type), .shift = shift.to(type)};
}

template <typename Value>
void rectify(const torch::Tensor& x, const ScaleAndShift& line, torch::Tensor& y) {
    const std::int64_t channels = x.size(1);
    const auto affine = affine_of<RealOf<Value>>(line.scale, line.shift);
    const Value* from = x.const_data_ptr<Value>();
    Value* to = y.data_ptr<Value>();
    at::parallel_for(0, rows_of(x), rows_a_task(channels), [&](std::int64_t begin, std::int64_t end) {
        scale_and_rectify(from + begin * channels, end - begin, affine, to + begin * channels);
    });
}

torch::Tensor rectified(const torch::Tensor& x, const ScaleAndShift& line) {
    torch::Tensor y = torch::empty_like(x);
    with_value_type(x, [&](auto value) { rectify<decltype(value)>(x, line, y); });
    return y;
}

/// Per channel: the sum of the gradients that the rectifier lets through, and of their products with x - mean.
struct GradientSums {
    torch::Tensor sum, product;   // double
};

template <typename Value>
GradientSums gradient_sums(const torch::Tensor& x, const torch::Tensor& dy, const ScaleAndShift& line,
                           const torch::Tensor& mean) {
    const std::int64_t channels = x.size(1);
    const torch::Tensor real_mean = mean.to(real_type(x));
    const auto affine = affine_of<RealOf<Value>>(line.scale, line.shift);
    const Value* activations = x.const_data_ptr<Value>();
    const Value* gradients = dy.const_data_ptr<Value>();
    const auto threads = static_cast<std::int64_t>(thread_count());
    const torch::Tensor sum = torch::zeros({threads, channels}, torch::kFloat64);
    const torch::Tensor product = torch::zeros({threads, channels}, torch::kFloat64);
    const auto means = values_of<RealOf<Value>>(real_mean);
    double* sums = sum.data_ptr<double>();
    double* products = product.data_ptr<double>();
    at::parallel_for(0, rows_of(x), rows_a_task(channels), [&](std::int64_t begin, std::int64_t end) {
        const auto own = [&](double* all) {
            return std::span<double>(all + at::get_thread_num() * channels, static_cast<std::size_t>(channels));
        };
        add_gradient_sums(activations + begin * channels, gradients + begin * channels, end - begin, affine, means,
                          own(sums), own(products));
    });
    return {.sum = sum.sum(0), .product = product.sum(0)};
}

template <typename Value>
torch::Tensor input_gradient(const torch::Tensor& x, const torch::Tensor& dy, const ScaleAndShift& line,
                             const ScaleAndShift& correction) {
    const std::int64_t channels = x.size(1);
    torch::Tensor dx = torch::empty_like(x);
    const auto affine = affine_of<RealOf<Value>>(line.scale, line.shift);
    const auto added = affine_of<RealOf<Value>>(correction.scale, correction.shift);
    const Value* activations = x.const_data_ptr<Value>();
    const Value* gradients = dy.const_data_ptr<Value>();
    Value* to = dx.data_ptr<Value>();
    at::parallel_for(0, rows_of(x), rows_a_task(channels), [&](std::int64_t begin, std::int64_t end) {
        rectified_input_gradient(activations + begin * channels, gradients + begin * channels, end - begin, affine, added,
                                 to + begin * channels);
    });
    return dx;
}

/// In training. With z = [y > 0] dy, n rows and d = 1 / deviation: d bias = sum z; d weight = d sum z (x - mean);
/// dx = scale (z - sum z / n - (x - mean) d^2 (sum z (x - mean)) / n), so a line in x is added to scale z.
class BatchNormRelu : public torch::autograd::Function<BatchNormRelu> {
public:
    /// weight, bias: see or_stand_in().
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                                 const torch::Tensor& weight, const torch::Tensor& bias, const Statistics& statistics) {
        const ScaleAndShift line = scale_and_shift(statistics, weight, bias, real_type(x));
        context->save_for_backward({x, statistics.mean, statistics.inverse_deviation, line.scale, line.shift});
        context->saved_data["with_weight"] = weight.numel() > 0;
        context->saved_data["with_bias"] = bias.numel() > 0;
        return rectified(x, line);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients) {
        refuse_gradients_of_gradients();
        const auto saved = context->get_saved_variables();
        const torch::Tensor& x = saved[0];
        const Statistics statistics{.mean = saved[1], .inverse_deviation = saved[2]};
        const ScaleAndShift line{.scale = saved[3], .shift = saved[4]};
        const torch::Tensor dy = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
        const GradientSums sums =
            with_value_type(x, [&](auto value) { return gradient_sums<decltype(value)>(x, dy, line, statistics.mean); });
        const auto count = static_cast<double>(rows_of(x));
        const torch::Tensor scale = line.scale.to(torch::kFloat64);
        const torch::Tensor slope = -scale * statistics.inverse_deviation.square() * sums.product / count;
        const torch::Tensor offset = -scale * sums.sum / count - slope * statistics.mean;
        const ScaleAndShift correction{.scale = slope.to(real_type(x)), .shift = offset.to(real_type(x))};
        const torch::Tensor dx =
            with_value_type(x, [&](auto value) { return input_gradient<decltype(value)>(x, dy, line, correction); });
        torch::Tensor d_weight, d_bias;
        if (context->saved_data["with_weight"].toBool()) {
            d_weight = (sums.product * statistics.inverse_deviation).to(real_type(x));
        }
        if (context->saved_data["with_bias"].toBool()) d_bias = sums.sum.to(real_type(x));
        return {dx, d_weight, d_bias, torch::Tensor()};
    }
};

}   // namespace

bool fuses_batch_norm_relu(const torch::Tensor& x, const BatchNormParts& parts) {
    const bool known =
        x.scalar_type() == torch::kFloat32 || x.scalar_type() == torch::kFloat64 || x.scalar_type() == torch::kBFloat16;
    return known && x.device().is_cpu() && x.dim() == 4 && x.numel() > 0 &&
           x.is_contiguous(at::MemoryFormat::ChannelsLast) && parts.running_mean.defined() &&
           parts.running_mean.scalar_type() == real_type(x);
}

torch::Tensor batch_norm_relu(const torch::Tensor& x, const BatchNormParts& parts, bool training) {
    if (training && device_fuses_batch_norm_relu(x, parts)) return device_batch_norm_relu(x, parts);
    const bool learns = at::GradMode::is_enabled() && !training && x.requires_grad();
    if (learns || !fuses_batch_norm_relu(x, parts)) {
        return torch::batch_norm(x, parts.weight, parts.bias, parts.running_mean, parts.running_var, training,
                                 parts.momentum, parts.epsilon, /*cudnn_enabled=*/true)
            .relu_();
    }
    Statistics statistics;
    {
        const torch::NoGradGuard no_gradients;
        statistics = training ? batch_statistics(x.detach(), parts) : running_statistics(parts);
    }
    if (!at::GradMode::is_enabled()) {
        return rectified(x, scale_and_shift(statistics, parts.weight, parts.bias, real_type(x)));
    }
    return BatchNormRelu::apply(x, or_stand_in(parts.weight, x), or_stand_in(parts.bias, x), statistics);
}

}   // namespace overfit
