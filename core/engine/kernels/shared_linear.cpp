#include "core/engine/kernels/shared_linear.h"

#include <ATen/Parallel.h>
#include <ATen/ThreadLocalState.h>

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

}   // namespace

torch::Tensor shared_linear(const LinearForward& of) {
    torch::Tensor y = torch::empty({of.x.size(0), of.weight.size(0)}, of.x.options());
    for_each_share(of.weight.size(0), [&](std::int64_t first, std::int64_t count) {
        torch::Tensor part = y.narrow(1, first, count);
        const torch::Tensor columns = of.weight.narrow(0, first, count).t();
        of.bias.numel() > 0 ? at::addmm_out(part, of.bias.narrow(0, first, count), of.x, columns)
                            : at::mm_out(part, of.x, columns);
        if (of.rectified == Rectified::Yes) at::relu_(part);
    });
    return y;
}

LinearGradients shared_linear_gradients(const LinearBackward& of) {
    LinearGradients made;
    const bool rectified = of.rectified == Rectified::Yes;
    const torch::Tensor z = rectified ? torch::empty_like(of.y) : of.dy;
    if (of.d_weight) made.d_weight = torch::empty_like(of.weight);
    if (of.d_bias) made.d_bias = torch::empty({of.weight.size(0)}, of.weight.options());
    for_each_share(of.weight.size(0), [&](std::int64_t first, std::int64_t count) {
        torch::Tensor part = z.narrow(1, first, count);
        if (rectified) at::threshold_backward_out(part, of.dy.narrow(1, first, count), of.y.narrow(1, first, count), 0.0);
        if (of.d_weight) {
            torch::Tensor rows = made.d_weight.narrow(0, first, count);
            at::mm_out(rows, part.t(), of.x);
        }
        if (of.d_bias) {
            torch::Tensor sums = made.d_bias.narrow(0, first, count);
            at::sum_out(sums, part, 0);
        }
    });
    if (!of.dx) return made;
    made.dx = torch::empty({z.size(0), of.weight.size(1)}, z.options());
    for_each_share(of.weight.size(1), [&](std::int64_t first, std::int64_t count) {
        torch::Tensor part = made.dx.narrow(1, first, count);
        at::mm_out(part, z, of.weight.narrow(1, first, count));
    });
    return made;
}

}   // namespace overfit
