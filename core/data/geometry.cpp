#include "core/data/geometry.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace overfit {

namespace {

/// Pillow's fixed point: 8 bits of the pixel and 2 of headroom leave 22 for the weight.
constexpr int weight_bits = 32 - 8 - 2;

/// What one output pixel takes from a row or column: `weights.size()` input pixels from `first` on.
struct Contribution {
    std::size_t first = 0;
    std::vector<std::int32_t> weights;
};

/// The contributions along one axis.
std::vector<Contribution> contributions(int from, int to) {
    const double scale = static_cast<double>(from) / to;
    const double widening = std::max(scale, 1.0);   // shrinking: the triangle covers all pixels that it replaces
    const double support = widening;                // half the width of the triangle
    std::vector<Contribution> result(static_cast<std::size_t>(to));
    for (int place = 0; place < to; ++place) {
        const double centre = (place + 0.5) * scale;
        const int first = std::max(static_cast<int>(std::floor(centre - support + 0.5)), 0);
        const int last = std::min(static_cast<int>(std::floor(centre + support + 0.5)), from);
        std::vector<double> weights;
        double sum = 0.0;
        for (int pixel = first; pixel < last; ++pixel) {
            const double distance = std::abs((pixel - centre + 0.5) * (1.0 / widening));
            weights.push_back(distance < 1.0 ? 1.0 - distance : 0.0);
            sum += weights.back();
        }
        Contribution& contribution = result[static_cast<std::size_t>(place)];
        contribution.first = static_cast<std::size_t>(first);
        for (const double weight : weights) {
            contribution.weights.push_back(static_cast<std::int32_t>(std::floor(weight / sum * (1 << weight_bits) + 0.5)));
        }
    }
    return result;
}

/// Scales one axis. lines: how many there are before that axis; pixel_stride: bytes from one pixel of the axis to the next.
std::vector<std::uint8_t> scale_axis(std::span<const std::uint8_t> pixels, int from, int to, std::size_t lines,
                                     std::size_t pixel_stride) {
    const std::vector<Contribution> plan = contributions(from, to);
    std::vector<std::uint8_t> result(lines * static_cast<std::size_t>(to) * pixel_stride);
    std::size_t out = 0;
    for (std::size_t line = 0; line < lines; ++line) {
        const std::size_t start = line * static_cast<std::size_t>(from) * pixel_stride;
        for (const Contribution& contribution : plan) {
            for (std::size_t byte = 0; byte < pixel_stride; ++byte) {
                std::int32_t sum = 1 << (weight_bits - 1);
                std::size_t at = start + contribution.first * pixel_stride + byte;
                for (const std::int32_t weight : contribution.weights) {
                    sum += weight * pixels[at];
                    at += pixel_stride;
                }
                result[out++] = static_cast<std::uint8_t>(std::clamp(sum >> weight_bits, 0, 255));
            }
        }
    }
    return result;
}

/// Calls `use(from, to)` with the places of the same value in C x H x W and in H x W x C.
template <typename Use>
void for_each_value(const ImageShape& shape, Use use) {
    const auto channels = static_cast<std::size_t>(shape.channels);
    const std::size_t plane = static_cast<std::size_t>(shape.height) * shape.width;
    for (std::size_t channel = 0; channel < channels; ++channel) {
        for (std::size_t pixel = 0; pixel < plane; ++pixel) use(channel * plane + pixel, pixel * channels + channel);
    }
}

}   // namespace

ImageSet transposed(ImageSet images) {
    const ImageShape from = images.shape;
    const std::size_t height = from.height, width = from.width;
    std::vector<std::uint8_t> turned(images.pixels.size());
    const std::size_t planes = images.pixels.size() / (height * width);
    for (std::size_t plane = 0; plane < planes; ++plane) {
        const std::size_t start = plane * height * width;
        for (std::size_t y = 0; y < height; ++y) {
            for (std::size_t x = 0; x < width; ++x) {
                turned[start + x * height + y] = images.pixels[start + y * width + x];
            }
        }
    }
    images.pixels = std::move(turned);
    images.shape = {.channels = from.channels, .height = from.width, .width = from.height};
    return images;
}

ImageShape with_shorter_side(const ImageShape& shape, std::int64_t side) {
    const std::int64_t shorter = std::min(shape.height, shape.width);
    const auto scaled = [&](int length) { return static_cast<int>(side * length / shorter); };
    return {.channels = shape.channels, .height = scaled(shape.height), .width = scaled(shape.width)};
}

std::vector<std::uint8_t> resampled(std::span<const std::uint8_t> pixels, const ImageShape& from, int height, int width) {
    const auto channels = static_cast<std::size_t>(from.channels);
    std::vector<std::uint8_t> result(pixels.begin(), pixels.end());
    if (width != from.width) result = scale_axis(result, from.width, width, static_cast<std::size_t>(from.height), channels);
    if (height != from.height) {
        result = scale_axis(result, from.height, height, 1, static_cast<std::size_t>(width) * channels);
    }
    return result;
}

ImageSet resized(ImageSet images, std::int64_t side) {
    const ImageShape from = images.shape;
    if (side == 0 || side == std::min(from.height, from.width)) return images;
    const ImageShape to = with_shorter_side(from, side);
    ImageSet scaled{.shape = to, .pixels = {}, .labels = std::move(images.labels)};
    scaled.pixels.reserve(scaled.labels.size() * to.values());
    std::vector<std::uint8_t> channels_last(from.values()), channels_first(to.values());
    for (std::size_t image = 0; image < scaled.labels.size(); ++image) {
        const auto values = std::span(images.pixels).subspan(image * from.values(), from.values());
        for_each_value(from, [&](std::size_t first, std::size_t last) { channels_last[last] = values[first]; });
        const std::vector<std::uint8_t> result = resampled(channels_last, from, to.height, to.width);
        for_each_value(to, [&](std::size_t first, std::size_t last) { channels_first[first] = result[last]; });
        scaled.pixels.insert(scaled.pixels.end(), channels_first.begin(), channels_first.end());
    }
    return scaled;
}

}   // namespace overfit
