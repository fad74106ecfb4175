#include "core/engine/training/pixel_order.h"

namespace overfit {

namespace {

constexpr int orders_tried = 32;

bool same_in_any_order(const torch::Tensor& left, const torch::Tensor& right) {
    return torch::equal(std::get<0>(left.sort(-1)), std::get<0>(right.sort(-1)));
}

/// C x P bytes to what a permutation moves: 1 x P whole pixels, or C x P bytes that differ from channel to channel.
torch::Tensor moved_values(ChannelTreatment channels, const torch::Tensor& bytes) {
    const torch::Tensor channel = torch::arange(bytes.size(0), torch::kInt64).unsqueeze(1);
    if (channels == ChannelTreatment::Separate) return bytes + 256 * channel;
    return (bytes * torch::pow(256, channel)).sum(0, /*keepdim=*/true);
}

/// How the values of two images lie upon each other, a number for each row.
torch::Tensor overlap(const torch::Tensor& left, const torch::Tensor& right) { return (left * right).sum(-1); }

PermutedImage rows(const PermutedImage& image, std::int64_t first, std::int64_t count) {
    return {.original = image.original.narrow(0, first, count), .used = image.used.narrow(0, first, count)};
}

}   // namespace

std::optional<PermutedImage> permuted_image(ChannelTreatment channels, const torch::Tensor& bytes,
                                            const torch::Tensor& original, const torch::Tensor& used,
                                            at::Generator& generator) {
    const auto [original_values, original_order] = original.sort(-1);
    const auto [used_values, used_order] = used.sort(-1);
    const double tolerance = rounding_of_scaled * original.abs().max().item<double>();
    if (!(used_values - original_values).abs().le(tolerance).all().item<bool>()) return std::nullopt;
    const torch::Tensor before = bytes.to(torch::kInt64);
    const torch::Tensor after = torch::zeros_like(before).scatter_(-1, used_order, before.gather(-1, original_order));
    const torch::Tensor moved = moved_values(channels, before), there = moved_values(channels, after);
    if (!same_in_any_order(moved, there)) return std::nullopt;

    const auto [values, places, counts] =
        at::_unique2(torch::stack({moved, there}), /*sorted=*/true, /*return_inverse=*/true);
    const torch::Tensor numbers = torch::randint(std::int64_t{1} << 20, {values.size(0)}, generator, torch::kInt64);
    const torch::Tensor both = numbers.index({places});
    return PermutedImage{.original = both[0], .used = both[1], .values = values.size(0)};
}

PixelOrder order_of(const PermutedImage& left, const PermutedImage& right, at::Generator& generator) {
    const torch::Tensor together = overlap(left.original, right.original);
    for (int tried = 0; tried < orders_tried; ++tried) {
        const torch::Tensor order = torch::randperm(right.original.size(1), generator, torch::kInt64);
        if (torch::equal(overlap(left.original, right.original.index_select(1, order)), together)) {
            return PixelOrder::NotTold;
        }
    }
    return torch::equal(overlap(left.used, right.used), together) ? PixelOrder::One : PixelOrder::Two;
}

PixelOrder order_of_channels(const PermutedImage& image, at::Generator& generator) {
    return order_of(rows(image, 0, 1), rows(image, 1, image.original.size(0) - 1), generator);
}

}   // namespace overfit
