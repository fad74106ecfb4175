#include "core/engine/kernels/whole_linear.h"

#include "core/engine/kernels/one_thread.h"
#include "core/engine/kernels/onednn_product.h"

#include <optional>

namespace overfit {

namespace {

constexpr std::int64_t few_values = 1 << 17;   // read, changed and written by one thread in some 50 microseconds

/// x weight^T + bias.
torch::Tensor product(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias, Library library) {
    if (library == Library::OneDnn) return onednn_product(x, weight, bias);
    return bias.defined() && bias.numel() > 0 ? at::addmm(bias, x, weight.t()) : at::mm(x, weight.t());
}

}   // namespace

torch::Tensor whole_linear(const LinearForward& of, Library library) {
    const at::AutoDispatchBelowADInplaceOrView below_autograd;
    torch::Tensor y = product(of.x, of.weight, of.bias, library);
    // Not in oneDNN's own pass, which makes 0 of NaN: a run whose weights are lost has to end, not to go on.
    return of.rectified == Rectified::Yes ? at::relu_(y) : y;
}

LinearGradients whole_linear_gradients(const LinearBackward& of, Library library) {
    const at::AutoDispatchBelowADInplaceOrView below_autograd;
    LinearGradients made;
    torch::Tensor z = of.dy;
    {
        std::optional<OnOneThread> one_thread;
        if (z.numel() <= few_values) one_thread.emplace();
        if (of.rectified == Rectified::Yes) z = at::threshold_backward(of.dy, of.y, 0.0);
        if (of.d_bias) made.d_bias = z.sum(0);
    }
    if (of.d_weight) made.d_weight = product(z.t(), of.x.t(), {}, library);
    if (of.dx) made.dx = product(z, of.weight.t(), {}, library);
    return made;
}

}   // namespace overfit
