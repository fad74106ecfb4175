#include "core/engine/kernels/linear.h"

#include "core/engine/kernels/one_thread.h"
#include "core/engine/kernels/onednn_product.h"
#include "core/engine/kernels/stand_in.h"

#include <ATen/Parallel.h>
#include <ATen/ThreadLocalState.h>
#include <ATen/autocast_mode.h>

#include <algorithm>
#include <optional>

#ifndef INTRA_OP_PARALLEL
#error "compile this with OpenMP: without it at::parallel_for silently runs on one thread"
#endif

namespace overfit {

namespace {

constexpr std::int64_t least_columns = 64;              // of a thread: a narrower product is slower than it is worth
constexpr std::int64_t few_multiply_adds = 4'000'000;   // some 40 microseconds of one thread
constexpr std::int64_t together = 16;                   // columns that begin at a cache line, as the products like them

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

torch::Tensor shared_product(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                             Rectified rectified) {
    torch::Tensor y = torch::empty({x.size(0), weight.size(0)}, x.options());
    for_each_share(weight.size(0), [&](std::int64_t first, std::int64_t count) {
        torch::Tensor part = y.narrow(1, first, count);
        const torch::Tensor columns = weight.narrow(0, first, count).t();
        bias.numel() > 0 ? at::addmm_out(part, bias.narrow(0, first, count), x, columns) : at::mm_out(part, x, columns);
        if (rectified == Rectified::Yes) at::relu_(part);
    });
    return y;
}

/// Of z = [y > 0] dy, or dy itself without ReLU: d weight = z^T x, d bias = sum of z over the rows, dx = z weight.
struct Gradients {
    torch::Tensor dx, d_weight, d_bias;   // undefined where they are not wanted
};

/// What backward() has kept or is given. dx, d_bias: whether they are wanted.
struct Backward {
    torch::Tensor x, weight, y, dy;
    Rectified rectified = Rectified::No;
    bool dx = false, d_bias = false;
};

bool takes_onednn(const torch::Tensor& x) { return x.scalar_type() == torch::kFloat32 && multiplies_faster_by_onednn(); }

/// By the faster library, which shares the work among the threads itself. bias: no values or undefined where there is none.
torch::Tensor whole_product(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias = {},
                            Rectified rectified = Rectified::No) {
    if (takes_onednn(x)) return onednn_product(x, weight, bias, rectified);
    const bool with_bias = bias.defined() && bias.numel() > 0;
    torch::Tensor y = with_bias ? at::addmm(bias, x, weight.t()) : at::mm(x, weight.t());
    return rectified == Rectified::Yes ? at::relu_(y) : y;
}

Gradients whole_gradients(const Backward& of) {
    Gradients made;
    torch::Tensor z = of.dy;
    {
        const OnOneThread one_thread;
        if (of.rectified == Rectified::Yes) z = at::threshold_backward(of.dy, of.y, 0.0);
        if (of.d_bias) made.d_bias = z.sum(0);
    }
    made.d_weight = whole_product(z.t(), of.x.t());
    if (of.dx) made.dx = whole_product(z, of.weight.t());
    return made;
}

Gradients shared_gradients(const Backward& of) {
    Gradients made{.dx = {}, .d_weight = torch::empty_like(of.weight), .d_bias = {}};
    const bool rectified = of.rectified == Rectified::Yes;
    const torch::Tensor z = rectified ? torch::empty_like(of.y) : of.dy;
    if (of.d_bias) made.d_bias = torch::empty({of.weight.size(0)}, of.weight.options());
    for_each_share(of.weight.size(0), [&](std::int64_t first, std::int64_t count) {
        torch::Tensor part = z.narrow(1, first, count), d_rows = made.d_weight.narrow(0, first, count);
        if (rectified) at::threshold_backward_out(part, of.dy.narrow(1, first, count), of.y.narrow(1, first, count), 0.0);
        at::mm_out(d_rows, part.t(), of.x);
        if (!of.d_bias) return;
        torch::Tensor sums = made.d_bias.narrow(0, first, count);
        at::sum_out(sums, part, 0);
    });
    if (!of.dx) return made;
    made.dx = torch::empty({z.size(0), of.weight.size(1)}, z.options());
    for_each_share(of.weight.size(1), [&](std::int64_t first, std::int64_t count) {
        torch::Tensor part = made.dx.narrow(1, first, count);
        at::mm_out(part, z, of.weight.narrow(1, first, count));
    });
    return made;
}

torch::Tensor forward_by(LinearWay way, const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                         Rectified rectified) {
    if (way == LinearWay::Shared) return shared_product(x, weight, bias, rectified);
    const at::AutoDispatchBelowADInplaceOrView below_autograd;
    std::optional<OnOneThread> one_thread;
    if (way == LinearWay::OneThread) one_thread.emplace();
    return whole_product(x, weight, bias, rectified);
}

Gradients gradients_by(LinearWay way, const Backward& of) {
    if (way == LinearWay::Shared) return shared_gradients(of);
    const at::AutoDispatchBelowADInplaceOrView below_autograd;
    std::optional<OnOneThread> one_thread;
    if (way == LinearWay::OneThread) one_thread.emplace();
    return whole_gradients(of);
}

class FullyConnected : public torch::autograd::Function<FullyConnected> {
public:
    /// bias: see or_stand_in().
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                                 const torch::Tensor& weight, const torch::Tensor& bias, bool rectified) {
        torch::Tensor y = forward_by(linear_way(x, weight), x, weight, bias, rectified ? Rectified::Yes : Rectified::No);
        context->save_for_backward({x, weight, rectified ? y : torch::Tensor()});
        context->saved_data["with_bias"] = bias.numel() > 0;
        context->saved_data["rectified"] = rectified;
        return y;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const Gradients made =
            gradients_by(linear_way(saved[0], saved[1]),
                         {.x = saved[0],
                          .weight = saved[1],
                          .y = saved[2],
                          .dy = gradients[0],
                          .rectified = context->saved_data["rectified"].toBool() ? Rectified::Yes : Rectified::No,
                          .dx = context->needs_input_grad(0),
                          .d_bias = context->saved_data["with_bias"].toBool()});
        return {made.dx, made.d_weight, made.d_bias, torch::Tensor()};
    }
};

bool is_known(const torch::Tensor& x, const torch::Tensor& weight) {
    const bool known = x.scalar_type() == torch::kFloat32 || x.scalar_type() == torch::kFloat64;
    return known && x.scalar_type() == weight.scalar_type() && x.device().is_cpu() && x.dim() == 2 && x.numel() > 0 &&
           !at::autocast::is_autocast_enabled(torch::kCPU);
}

}   // namespace

LinearWay linear_way(const torch::Tensor& x, const torch::Tensor& weight) {
    if (!is_known(x, weight)) return LinearWay::PyTorchs;
    if (x.size(0) * weight.numel() <= few_multiply_adds) return LinearWay::OneThread;
    return takes_onednn(x) ? LinearWay::OneDnn : LinearWay::Shared;
}

torch::Tensor linear(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    if (linear_way(x, weight) == LinearWay::PyTorchs) return torch::linear(x, weight, bias);
    return FullyConnected::apply(x, weight, or_stand_in(bias, weight), false);
}

torch::Tensor linear_relu(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    if (linear_way(x, weight) == LinearWay::PyTorchs) return torch::linear(x, weight, bias).relu_();
    return FullyConnected::apply(x, weight, or_stand_in(bias, weight), true);
}

}   // namespace overfit
