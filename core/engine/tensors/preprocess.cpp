#include "core/engine/tensors/preprocess.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace overfit {

namespace {

torch::Tensor as_channels(const std::vector<double>& values) {
    if (values.empty()) return {};
    return torch::tensor(values, torch::kFloat64).to(torch::kFloat32).view({1, -1, 1, 1});
}

torch::Tensor moved(const torch::Tensor& tensor, const torch::Device& device) {
    return tensor.defined() ? tensor.to(device) : tensor;
}

torch::Tensor whitened(const torch::Tensor& x) {
    const double floor = 1.0 / std::sqrt(static_cast<double>(x.numel()) / static_cast<double>(x.size(0)));
    const std::array<std::int64_t, 3> image{1, 2, 3};
    const auto [variance, mean] = torch::var_mean(x, image, /*correction=*/at::Scalar(0), /*keepdim=*/true);
    return (x - mean).div_(variance.sqrt().clamp_min(floor));
}

}   // namespace

torch::Tensor bytes_of(const ImageSet& images) {
    // from_blob does not write; torch has no tensors of const.
    return torch::from_blob(
        const_cast<std::uint8_t*>(images.pixels.data()),
        {static_cast<std::int64_t>(images.size()), images.shape.channels, images.shape.height, images.shape.width},
        torch::kUInt8);
}

ChannelTensors ChannelTensors::on(const torch::Device& device) const {
    return {.mean = moved(mean, device), .deviation = moved(deviation, device)};
}

ChannelTensors channel_tensors(const ChannelStatistics& statistics) {
    return {.mean = as_channels(statistics.mean), .deviation = as_channels(statistics.deviation)};
}

torch::Tensor scaled(const torch::Tensor& pixels, Scaling scaling, const ChannelTensors& statistics) {
    torch::Tensor x = pixels.to(torch::kFloat32, /*non_blocking=*/false, /*copy=*/true);
    if (scaling == Scaling::None) return x;
    x.div_(255.0);
    switch (scaling) {
        case Scaling::PerImageWhitening: return whitened(x);
        case Scaling::ChannelStatistics: return x.sub_(statistics.mean).div_(statistics.deviation);
        case Scaling::Unit:
        case Scaling::None: break;
    }
    return x;
}

torch::Tensor scaled_mean(Scaling scaling, const ChannelTensors& statistics, const torch::Device& device) {
    if (scaling == Scaling::Unit) return statistics.mean;
    if (scaling == Scaling::None) return statistics.mean * 255.0;
    return torch::zeros({}, torch::TensorOptions(torch::kFloat32).device(device));
}

std::int64_t images_at_once(at::IntArrayRef sizes, std::int64_t most) {
    constexpr std::int64_t values = std::int64_t{4} << 20;   // 17 MB of float32
    return std::clamp<std::int64_t>(values / (sizes[1] * sizes[2] * sizes[3]), 1, most);
}

}   // namespace overfit
