#include "core/engine/kernels/linear_relu.h"

#include "core/engine/kernels/stand_in.h"

#include <ATen/Parallel.h>
#include <ATen/ThreadLocalState.h>
#include <ATen/autocast_mode.h>

#include <algorithm>

#ifndef INTRA_OP_PARALLEL
#error "compile this with OpenMP: without it at::parallel_for silently runs on one thread"
#endif

namespace overfit {

namespace {

constexpr std::int64_t least_columns = 64;   // of a thread: a narrower product is slower than it is worth
constexpr std::int64_t together = 16;        // columns that begin at a cache line, as the products like them

std::int64_t share_begin(std::int64_t columns, std::int64_t share, std::int64_t shares) {
    return share == shares ? columns : columns * share / shares / together * together;
}

/// work(first, count): on a thread of its own, for each of the shares that `columns` are divided into. The same shares for
/// the same number of threads.
template <typename Work>
void for_each_share(std::int64_t columns, const Work& work) {
    at::internal::lazy_init_num_threads();
    const std::int64_t shares = std::clamp<std::int64_t>(columns / least_columns, 1, at::get_num_threads());
    const at::ThreadLocalState callers;
    at::parallel_for(0, shares, 1, [&](std::int64_t begin, std::int64_t end) {
        const at::ThreadLocalStateGuard as_the_caller(callers);
        const at::AutoDispatchBelowADInplaceOrView below_autograd;
        for (std::int64_t share = begin; share < end; ++share) {
            const std::int64_t first = share_begin(columns, share, shares);
            work(first, share_begin(columns, share + 1, shares) - first);
        }
    });
}

torch::Tensor rectified_product(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    torch::Tensor y = torch::empty({x.size(0), weight.size(0)}, x.options());
    for_each_share(weight.size(0), [&](std::int64_t first, std::int64_t count) {
        torch::Tensor part = y.narrow(1, first, count);
        const torch::Tensor columns = weight.narrow(0, first, count).t();
        bias.numel() > 0 ? at::addmm_out(part, bias.narrow(0, first, count), x, columns) : at::mm_out(part, x, columns);
        at::relu_(part);
    });
    return y;
}

/// With z = [y > 0] dy: d weight = z^T x, d bias = sum of z over the rows, dx = z weight.
class LinearRelu : public torch::autograd::Function<LinearRelu> {
public:
    /// bias: see or_stand_in().
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                                 const torch::Tensor& weight, const torch::Tensor& bias) {
        torch::Tensor y = rectified_product(x, weight, bias);
        context->save_for_backward({x, weight, y});
        context->saved_data["with_bias"] = bias.numel() > 0;
        return y;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const torch::Tensor &x = saved[0], &weight = saved[1], &y = saved[2], &dy = gradients[0];
        const torch::Tensor z = torch::empty_like(y);
        const torch::Tensor d_weight = torch::empty_like(weight);
        const torch::Tensor d_bias =
            context->saved_data["with_bias"].toBool() ? torch::empty({weight.size(0)}, weight.options()) : torch::Tensor();
        for_each_share(weight.size(0), [&](std::int64_t first, std::int64_t count) {
            torch::Tensor part = z.narrow(1, first, count), d_rows = d_weight.narrow(0, first, count);
            at::threshold_backward_out(part, dy.narrow(1, first, count), y.narrow(1, first, count), 0.0);
            at::mm_out(d_rows, part.t(), x);
            if (!d_bias.defined()) return;
            torch::Tensor sums = d_bias.narrow(0, first, count);
            at::sum_out(sums, part, 0);
        });
        return {context->needs_input_grad(0) ? input_gradient(z, weight) : torch::Tensor(), d_weight, d_bias};
    }

private:
    static torch::Tensor input_gradient(const torch::Tensor& z, const torch::Tensor& weight) {
        torch::Tensor dx = torch::empty({z.size(0), weight.size(1)}, z.options());
        for_each_share(weight.size(1), [&](std::int64_t first, std::int64_t count) {
            torch::Tensor part = dx.narrow(1, first, count);
            at::mm_out(part, z, weight.narrow(1, first, count));
        });
        return dx;
    }
};

}   // namespace

bool shares_linear_relu(const torch::Tensor& x, const torch::Tensor& weight) {
    const bool known = x.scalar_type() == torch::kFloat32 || x.scalar_type() == torch::kFloat64;
    return known && x.scalar_type() == weight.scalar_type() && x.device().is_cpu() && x.dim() == 2 && x.numel() > 0 &&
           !at::autocast::is_autocast_enabled(torch::kCPU);
}

torch::Tensor linear_relu(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    if (!shares_linear_relu(x, weight)) return torch::linear(x, weight, bias).relu_();
    return LinearRelu::apply(x, weight, or_stand_in(bias, weight));
}

}   // namespace overfit
