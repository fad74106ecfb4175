#include "core/engine/tensors/preprocess.h"

#include <array>
#include <cmath>

namespace overfit {

namespace {

/// Sum and sum of squares of one channel in whole numbers: no rounding, however many images.
struct ByteSums {
    std::int64_t sum = 0, squares = 0;
};

ChannelStatistics measured_statistics(const ImageSet& images) {
    const auto channels = static_cast<std::size_t>(images.shape.channels);
    const std::size_t plane = images.shape.values() / channels;
    std::vector<ByteSums> sums(channels);
    for (std::size_t place = 0; place < images.pixels.size(); ++place) {
        ByteSums& channel = sums[place / plane % channels];
        const std::int64_t value = images.pixels[place];
        channel.sum += value;
        channel.squares += value * value;
    }
    const double count = static_cast<double>(images.size() * plane);
    ChannelStatistics statistics;
    for (const ByteSums& channel : sums) {
        const double mean = static_cast<double>(channel.sum) / count;
        const double variance = static_cast<double>(channel.squares) / count - mean * mean;
        statistics.mean.push_back(mean / 255.0);
        statistics.deviation.push_back(variance > 0.0 ? std::sqrt(variance) / 255.0 : 1.0);
    }
    return statistics;
}

torch::Tensor as_channels(const std::vector<double>& values) {
    return torch::tensor(values, torch::kFloat64).to(torch::kFloat32).view({1, -1, 1, 1});
}

torch::Tensor whitened(const torch::Tensor& x) {
    const double floor = 1.0 / std::sqrt(static_cast<double>(x.numel()) / static_cast<double>(x.size(0)));
    const std::array<std::int64_t, 3> image{1, 2, 3};
    const auto [variance, mean] = torch::var_mean(x, image, /*correction=*/at::Scalar(0), /*keepdim=*/true);
    return (x - mean).div_(variance.sqrt().clamp_min(floor));
}

}   // namespace

ChannelStatistics channel_statistics(std::string_view dataset, const ImageSet& train) {
    if (dataset == "cifar10" && train.shape.channels == 3) {
        return {.mean = {125.3 / 255.0, 123.0 / 255.0, 113.9 / 255.0},
                .deviation = {63.0 / 255.0, 62.1 / 255.0, 66.7 / 255.0}};
    }
    return measured_statistics(train);
}

torch::Tensor scaled(const torch::Tensor& pixels, Scaling scaling, const ChannelStatistics& statistics) {
    torch::Tensor x = pixels.to(torch::kFloat32);
    if (scaling == Scaling::None) return x;
    x.div_(255.0);
    switch (scaling) {
        case Scaling::PerImageWhitening: return whitened(x);
        case Scaling::ChannelStatistics: return x.sub_(as_channels(statistics.mean)).div_(as_channels(statistics.deviation));
        case Scaling::Unit:
        case Scaling::None: break;
    }
    return x;
}

}   // namespace overfit
