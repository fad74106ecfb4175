#include "core/engine/kernels/linear.h"

#include "core/engine/kernels/once_differentiable.h"
#include "core/engine/kernels/one_thread.h"
#include "core/engine/kernels/onednn_product.h"
#include "core/engine/kernels/shared_linear.h"
#include "core/engine/kernels/stand_in.h"
#include "core/engine/kernels/whole_linear.h"

#include <ATen/autocast_mode.h>

namespace overfit {

namespace {

constexpr std::int64_t few_multiply_adds = 4'000'000;   // some 40 microseconds of one thread

bool takes_onednn(const torch::Tensor& x) { return x.scalar_type() == torch::kFloat32 && multiplies_faster_by_onednn(); }

Library faster_library(const torch::Tensor& x) { return takes_onednn(x) ? Library::OneDnn : Library::Mkl; }

torch::Tensor forward_by(LinearWay way, const LinearForward& of) {
    if (way == LinearWay::Shared) return shared_linear(of);
    if (way == LinearWay::OneDnn) return whole_linear(of, Library::OneDnn);
    const OnOneThread one_thread;
    return whole_linear(of, faster_library(of.x));
}

LinearGradients gradients_by(LinearWay way, const LinearBackward& of) {
    if (way == LinearWay::Shared) return shared_linear_gradients(of);
    if (way == LinearWay::OneDnn) return whole_linear_gradients(of, Library::OneDnn);
    const OnOneThread one_thread;
    return whole_linear_gradients(of, faster_library(of.x));
}

class FullyConnected : public torch::autograd::Function<FullyConnected> {
public:
    /// bias: see or_stand_in().
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                                 const torch::Tensor& weight, const torch::Tensor& bias, LinearWay way,
                                 Rectified rectified) {
        torch::Tensor y = forward_by(way, {.x = x, .weight = weight, .bias = bias, .rectified = rectified});
        context->save_for_backward({x, weight, rectified == Rectified::Yes ? y : torch::Tensor()});
        context->saved_data["with_bias"] = bias.numel() > 0;
        context->saved_data["way"] = static_cast<std::int64_t>(way);
        context->saved_data["rectified"] = rectified == Rectified::Yes;
        return y;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients) {
        refuse_gradients_of_gradients();
        const auto saved = context->get_saved_variables();
        const LinearGradients made =
            gradients_by(static_cast<LinearWay>(context->saved_data["way"].toInt()),
                         {.x = saved[0],
                          .weight = saved[1],
                          .y = saved[2],
                          .dy = gradients[0],
                          .rectified = context->saved_data["rectified"].toBool() ? Rectified::Yes : Rectified::No,
                          .dx = context->needs_input_grad(0),
                          .d_weight = context->needs_input_grad(1),
                          .d_bias = context->saved_data["with_bias"].toBool() && context->needs_input_grad(2)});
        return {made.dx, made.d_weight, made.d_bias, torch::Tensor(), torch::Tensor()};
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

torch::Tensor linear_by(LinearWay way, const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                        Rectified rectified) {
    // Told here: oneDNN's own message names neither of them.
    TORCH_CHECK(x.size(-1) == weight.size(1), "a layer of ", weight.size(1), " inputs is given ", x.size(-1));
    if (way != LinearWay::PyTorchs) return FullyConnected::apply(x, weight, or_stand_in(bias, weight), way, rectified);
    const torch::Tensor y = torch::linear(x, weight, bias);
    return rectified == Rectified::Yes ? torch::relu(y) : y;
}

torch::Tensor linear(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    return linear_by(linear_way(x, weight), x, weight, bias, Rectified::No);
}

torch::Tensor linear_relu(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    return linear_by(linear_way(x, weight), x, weight, bias, Rectified::Yes);
}

}   // namespace overfit
