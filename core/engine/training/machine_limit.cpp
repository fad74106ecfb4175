#include "core/engine/training/machine_limit.h"

#include "core/engine/kernels/onednn_product.h"
#include "core/support/stopwatch.h"

#include <algorithm>
#include <functional>

namespace overfit {

namespace {

// Long sums, so that multiplying outweighs what is written: 16 MB.
constexpr std::int64_t side = 2048, inner = 6144;
constexpr std::int64_t copied_floats = 64LL << 20;   // 256 MB: far more than any cache holds
constexpr double seconds_a_measurement = 0.2;

/// Reading one element waits for all that was asked of the device before.
void wait_for(const torch::Tensor& result) { result.flatten()[0].item<float>(); }

/// Seconds of one call, the least over about `seconds_a_measurement`. On a GPU several calls are timed together, so that
/// the waiting at the end does not count.
double least_seconds(const torch::Device& device, const std::function<torch::Tensor()>& call) {
    const int together = device.is_cuda() ? 20 : 1;
    wait_for(call());
    double least = 1e30;
    double spent = 0.0;
    while (spent < seconds_a_measurement) {
        Stopwatch watch;
        watch.start();
        torch::Tensor result;
        for (int repeat = 0; repeat < together; ++repeat) result = call();
        wait_for(result);
        const double seconds = watch.seconds();
        spent += seconds;
        least = std::min(least, seconds / together);
    }
    return least;
}

torch::ScalarType type_of(Precision precision) {
    if (precision == Precision::Bf16) return torch::kBFloat16;
    return precision == Precision::Fp16 ? torch::kHalf : torch::kFloat32;
}

/// By the library that is the faster one here.
double product_seconds(const Compute& compute) {
    const auto options = torch::TensorOptions(type_of(compute.precision)).device(compute.device);
    const torch::Tensor x = torch::ones({side, inner}, options);
    const torch::Tensor weight = torch::ones({side, inner}, options);
    if (compute.device.is_cpu() && compute.precision == Precision::Fp32 && multiplies_faster_by_onednn())
        return least_seconds(compute.device, [&] { return onednn_product(x, weight); });
    torch::Tensor product = torch::empty({side, side}, options);
    return least_seconds(compute.device, [&] { return torch::mm_out(product, x, weight.t()); });
}

}   // namespace

MachineLimit measure_limit(const Compute& compute) {
    const c10::InferenceMode inference;
    const torch::Tensor from = torch::zeros({copied_floats}, torch::TensorOptions(torch::kFloat32).device(compute.device));
    torch::Tensor to = torch::empty_like(from);
    const double copy_seconds = least_seconds(compute.device, [&] { return to.copy_(from); });
    return {.multiply_adds_per_second = static_cast<double>(side) * inner * side / product_seconds(compute),
            .copied_bytes_per_second = 2.0 * 4.0 * static_cast<double>(copied_floats) / copy_seconds};
}

}   // namespace overfit
