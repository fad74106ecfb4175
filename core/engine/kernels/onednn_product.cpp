#include "core/engine/kernels/onednn_product.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include <optional>
#include <string_view>

namespace overfit {

namespace {

/// LibTorch's one way to oneDNN's product that takes plain fp32 tensors. It is what torch.compile calls; C++ finds it by
/// name alone.
using LinearPointwise = at::Tensor(const at::Tensor& x, const at::Tensor& weight, const std::optional<at::Tensor>& bias,
                                   std::string_view pointwise, c10::List<std::optional<at::Scalar>> scalars,
                                   std::optional<std::string_view> algorithm);

std::optional<c10::TypedOperatorHandle<LinearPointwise>> find_linear_pointwise() {
    const auto found = c10::Dispatcher::singleton().findSchema({"mkldnn::_linear_pointwise", ""});
    if (!found || !at::globalContext().hasMKLDNN()) return std::nullopt;
    return found->typed<LinearPointwise>();
}

const auto& linear_pointwise() {
    static const auto found = find_linear_pointwise();
    return found;
}

bool is_another_makers_with_avx512() {
#if defined(__x86_64__)
    return !__builtin_cpu_is("intel") && __builtin_cpu_supports("avx512f");
#else
    return false;
#endif
}

}   // namespace

bool has_onednn_product() { return linear_pointwise().has_value(); }

bool multiplies_faster_by_onednn() {
    static const bool faster = is_another_makers_with_avx512() && has_onednn_product();
    return faster;
}

torch::Tensor onednn_product(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    TORCH_CHECK(has_onednn_product(), "LibTorch was built without oneDNN");
    const auto plus = bias.defined() && bias.numel() > 0 ? std::optional(bias) : std::nullopt;
    return linear_pointwise()->call(x, weight, plus, "none", c10::List<std::optional<at::Scalar>>(), "");
}

}   // namespace overfit
