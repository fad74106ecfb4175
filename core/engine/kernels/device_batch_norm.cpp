#include "core/engine/kernels/device_batch_norm.h"

#include "core/engine/kernels/kernel_arguments.h"
#include "core/engine/kernels/kernel_launcher.h"
#include "core/engine/kernels/once_differentiable.h"
#include "core/engine/kernels/stand_in.h"

#include <algorithm>
#include <type_traits>

namespace overfit {

namespace {

static_assert(std::is_same_v<device::Index, std::int64_t>);

constexpr std::int64_t bytes_at_once = 16;         // the most that a thread reads with one instruction
constexpr std::int64_t threads = 256;              // of a block
constexpr std::int64_t most_columns = 32;          // threads beside each other
constexpr std::int64_t blocks_that_sum = 512;      // more of them would only make more parts to add up
constexpr std::int64_t blocks_that_write = 1024;   // enough to keep the largest GPU's memory busy
constexpr std::int64_t rows_a_thread = 4;          // fewer are not worth a block
constexpr std::int64_t threads_that_finish = 128;

std::int64_t divided_up(std::int64_t count, std::int64_t by) { return (count + by - 1) / by; }

bool lies_at_multiple(const torch::Tensor& tensor, std::int64_t bytes) {
    return reinterpret_cast<std::uintptr_t>(tensor.const_data_ptr()) % static_cast<std::uintptr_t>(bytes) == 0;
}

/// How the activations are divided among the threads.
struct Division {
    device::Rows rows;
    LaunchShape shape;
    std::string suffix;   // of the kernels' names

    Division(const torch::Tensor& x, const torch::Tensor& like, std::int64_t blocks) {
        const std::int64_t channels = x.size(1), count = x.numel() / channels;
        const std::int64_t together = bytes_at_once / static_cast<std::int64_t>(x.element_size());
        const bool packs =
            channels % together == 0 && lies_at_multiple(x, bytes_at_once) && lies_at_multiple(like, bytes_at_once);
        const std::int64_t width = packs ? together : 1;
        suffix = std::string("_") + kernel_type_name(x.scalar_type()) + std::to_string(width);
        const std::int64_t columns = divided_up(channels, width);
        shape.blocks_x = divided_up(columns, most_columns);
        shape.threads_x = divided_up(columns, shape.blocks_x);
        shape.threads_y = threads / shape.threads_x;
        const std::int64_t wanted = std::max<std::int64_t>(1, blocks / shape.blocks_x);
        const std::int64_t rows_a_block = std::max(divided_up(count, wanted), rows_a_thread * shape.threads_y);
        shape.blocks_y = divided_up(count, rows_a_block);
        rows = {.rows = count, .rows_a_block = rows_a_block, .channels = channels};
    }
};

torch::Tensor parts_for(const Division& division, std::size_t bytes, const torch::Tensor& x) {
    const auto each = static_cast<std::int64_t>(bytes / sizeof(double));
    return torch::empty({division.rows.channels, division.shape.blocks_y, each}, x.options().dtype(torch::kFloat64));
}

template <typename Part>
Part* as_parts(const torch::Tensor& tensor) {
    return reinterpret_cast<Part*>(tensor.data_ptr<double>());
}

const float* values_or_null(const torch::Tensor& tensor) {
    return tensor.defined() && tensor.numel() > 0 ? tensor.const_data_ptr<float>() : nullptr;
}

/// Pairs of rows, an entry a channel.
struct PerChannel {
    torch::Tensor values;   // 2 x channels

    template <typename Number>
    Number* row(std::int64_t place) const {
        return values.data_ptr<Number>() + place * values.size(1);
    }
};

PerChannel per_channel(const torch::Tensor& x, torch::ScalarType type) {
    return {torch::empty({2, x.size(1)}, x.options().dtype(type).memory_format(at::MemoryFormat::Contiguous))};
}

device::Line line_of(const PerChannel& pair) { return {.scale = pair.row<float>(0), .shift = pair.row<float>(1)}; }

LaunchShape a_column_each(std::int64_t channels) { return {.blocks_x = channels, .threads_y = threads_that_finish}; }

/// mean and inverse deviation (double), scale and shift (float).
struct Normalisation {
    PerChannel statistics, line;
};

Normalisation normalisation_of(KernelLauncher& launcher, const torch::Tensor& x, const torch::Tensor& weight,
                               const torch::Tensor& bias, const BatchNormParts& parts) {
    const Division division(x, x, blocks_that_sum);
    const torch::Tensor moments = parts_for(division, sizeof(device::Moments), x);
    const device::PartialMoments partial{
        .rows = division.rows, .x = x.const_data_ptr(), .parts = as_parts<device::Moments>(moments)};
    launcher.launch("partial_moments" + division.suffix, division.shape, &partial);
    const Normalisation made{.statistics = per_channel(x, torch::kFloat64), .line = per_channel(x, torch::kFloat32)};
    const device::FinishMoments finish{.parts = partial.parts,
                                       .part_count = division.shape.blocks_y,
                                       .weight = values_or_null(weight),
                                       .bias = values_or_null(bias),
                                       .running_mean = parts.running_mean.data_ptr<float>(),
                                       .running_var = parts.running_var.data_ptr<float>(),
                                       .momentum = parts.momentum,
                                       .epsilon = parts.epsilon,
                                       .mean = made.statistics.row<double>(0),
                                       .inverse_deviation = made.statistics.row<double>(1),
                                       .scale = made.line.row<float>(0),
                                       .shift = made.line.row<float>(1)};
    launcher.launch("finish_moments", a_column_each(x.size(1)), &finish);
    return made;
}

torch::Tensor rectified(KernelLauncher& launcher, const torch::Tensor& x, const PerChannel& line) {
    torch::Tensor y = torch::empty_like(x);
    const Division division(x, y, blocks_that_write);
    const device::Rectify arguments{
        .rows = division.rows, .line = line_of(line), .x = x.const_data_ptr(), .y = y.data_ptr()};
    launcher.launch("rectify" + division.suffix, division.shape, &arguments);
    return y;
}

/// Of the parameters, and the line in x that is added to the input's.
struct ParameterGradients {
    PerChannel weight_and_bias, added;
};

ParameterGradients parameter_gradients(KernelLauncher& launcher, const torch::Tensor& x, const torch::Tensor& dy,
                                       const Normalisation& forward) {
    const Division division(x, dy, blocks_that_sum);
    const torch::Tensor sums = parts_for(division, sizeof(device::GradientSums), x);
    const device::PartialGradients partial{.rows = division.rows,
                                           .line = line_of(forward.line),
                                           .x = x.const_data_ptr(),
                                           .dy = dy.const_data_ptr(),
                                           .mean = forward.statistics.row<double>(0),
                                           .parts = as_parts<device::GradientSums>(sums)};
    launcher.launch("partial_gradients" + division.suffix, division.shape, &partial);
    const ParameterGradients made{.weight_and_bias = per_channel(x, torch::kFloat32),
                                  .added = per_channel(x, torch::kFloat32)};
    const device::FinishGradients finish{.parts = partial.parts,
                                         .part_count = division.shape.blocks_y,
                                         .count = static_cast<double>(division.rows.rows),
                                         .mean = forward.statistics.row<double>(0),
                                         .inverse_deviation = forward.statistics.row<double>(1),
                                         .scale = forward.line.row<float>(0),
                                         .d_weight = made.weight_and_bias.row<float>(0),
                                         .d_bias = made.weight_and_bias.row<float>(1),
                                         .slope = made.added.row<float>(0),
                                         .offset = made.added.row<float>(1)};
    launcher.launch("finish_gradients", a_column_each(x.size(1)), &finish);
    return made;
}

torch::Tensor input_gradient(KernelLauncher& launcher, const torch::Tensor& x, const torch::Tensor& dy,
                             const PerChannel& line, const PerChannel& added) {
    torch::Tensor dx = torch::empty_like(x);
    const Division division(x, dy, blocks_that_write);
    const device::InputGradient arguments{.rows = division.rows,
                                          .line = line_of(line),
                                          .added = line_of(added),
                                          .x = x.const_data_ptr(),
                                          .dy = dy.const_data_ptr(),
                                          .dx = dx.data_ptr()};
    launcher.launch("input_gradient" + division.suffix, division.shape, &arguments);
    return dx;
}

KernelLauncher& launcher_of(const torch::Tensor& x) {
    KernelLauncher* launcher = kernel_launcher_of(x.device());
    TORCH_CHECK(launcher != nullptr, "our kernels were in use forward and are not any more");
    return *launcher;
}

/// The formulas: see BatchNormRelu in batch_norm_relu.cpp.
class DeviceBatchNormRelu : public torch::autograd::Function<DeviceBatchNormRelu> {
public:
    /// weight, bias: see or_stand_in().
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                                 const torch::Tensor& weight, const torch::Tensor& bias, const BatchNormParts& parts) {
        KernelLauncher& launcher = launcher_of(x);
        const Normalisation made = normalisation_of(launcher, x, weight, bias, parts);
        context->save_for_backward({x, made.statistics.values, made.line.values});
        context->saved_data["with_weight"] = weight.numel() > 0;
        context->saved_data["with_bias"] = bias.numel() > 0;
        return rectified(launcher, x, made.line);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients) {
        refuse_gradients_of_gradients();
        const auto saved = context->get_saved_variables();
        const torch::Tensor& x = saved[0];
        const Normalisation forward{.statistics = {saved[1]}, .line = {saved[2]}};
        const torch::Tensor dy = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
        KernelLauncher& launcher = launcher_of(x);
        const ParameterGradients made = parameter_gradients(launcher, x, dy, forward);
        torch::Tensor dx, d_weight, d_bias;
        if (context->needs_input_grad(0)) dx = input_gradient(launcher, x, dy, forward.line, made.added);
        if (context->saved_data["with_weight"].toBool()) d_weight = made.weight_and_bias.values[0];
        if (context->saved_data["with_bias"].toBool()) d_bias = made.weight_and_bias.values[1];
        return {dx, d_weight, d_bias, torch::Tensor()};
    }
};

}   // namespace

bool device_fuses_batch_norm_relu(const torch::Tensor& x, const BatchNormParts& parts) {
    return kernel_launcher_of(x.device()) != nullptr && kernel_type_name(x.scalar_type()) != nullptr && x.dim() == 4 &&
           x.numel() > 0 && x.is_contiguous(at::MemoryFormat::ChannelsLast) && parts.running_mean.defined() &&
           parts.running_mean.scalar_type() == torch::kFloat32;
}

torch::Tensor device_batch_norm_relu(const torch::Tensor& x, const BatchNormParts& parts) {
    return DeviceBatchNormRelu::apply(x, or_stand_in(parts.weight, x), or_stand_in(parts.bias, x), parts);
}

}   // namespace overfit
