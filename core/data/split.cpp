#include "core/data/split.h"

#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace overfit {

std::vector<std::int64_t> draw_subset(std::int64_t available, std::int64_t wanted, RandomStream& stream) {
    if (wanted < 0 || wanted > available) {
        throw UsageError({.where = "subset",
                          .problem = fmt::format("expected 0 to {} examples, found {}", with_thousands(available),
                                                 with_thousands(wanted)),
                          .remedy = "0 takes all of them"});
    }
    if (wanted == 0 || wanted == available) {
        std::vector<std::int64_t> all(static_cast<std::size_t>(available));
        std::iota(all.begin(), all.end(), std::int64_t{0});
        return all;
    }
    // The beginning of a whole permutation: with one seed a smaller subset is part of every larger one.
    std::vector<std::int64_t> subset = stream.permutation(available);
    subset.resize(static_cast<std::size_t>(wanted));
    std::ranges::sort(subset);
    return subset;
}

Split draw_validation_split(std::int64_t examples, double fraction, RandomStream& stream) {
    const auto count = static_cast<std::size_t>(std::llround(fraction * static_cast<double>(examples)));
    std::vector<std::int64_t> order = stream.permutation(examples);
    assert(count <= order.size());
    const auto border = order.begin() + static_cast<std::ptrdiff_t>(count);
    Split split{.train = {border, order.end()}, .validation = {order.begin(), border}};
    std::ranges::sort(split.train);
    std::ranges::sort(split.validation);
    return split;
}

ImageSet select(const ImageSet& images, std::span<const std::int64_t> indices) {
    const std::size_t values = images.shape.values();
    ImageSet chosen{.shape = images.shape, .pixels = {}, .labels = {}};
    chosen.pixels.reserve(indices.size() * values);
    chosen.labels.reserve(indices.size());
    for (const std::int64_t index : indices) {
        assert(index >= 0 && static_cast<std::size_t>(index) < images.size());
        const auto first = images.pixels.begin() + index * static_cast<std::ptrdiff_t>(values);
        chosen.pixels.insert(chosen.pixels.end(), first, first + static_cast<std::ptrdiff_t>(values));
        chosen.labels.push_back(images.labels[static_cast<std::size_t>(index)]);
    }
    return chosen;
}

ImageSet centre_crop(ImageSet images, std::int64_t side) {
    const ImageShape from = images.shape;
    if (side == 0 || (side == from.height && side == from.width)) return images;
    if (side < 0 || side > std::min(from.height, from.width)) {
        throw UsageError(
            {.where = "data.crop",
             .problem = fmt::format("expected 0 to {} pixels, found {}", std::min(from.height, from.width), side),
             .remedy = "0 takes the whole image"});
    }
    const auto window = static_cast<int>(side);
    const int top = (from.height - window) / 2;
    const int left = (from.width - window) / 2;
    ImageSet cropped{.shape = {.channels = from.channels, .height = window, .width = window},
                     .pixels = {},
                     .labels = std::move(images.labels)};
    cropped.pixels.reserve(cropped.labels.size() * cropped.shape.values());
    const std::size_t planes = cropped.labels.size() * static_cast<std::size_t>(from.channels);
    for (std::size_t plane = 0; plane < planes; ++plane) {
        for (int y = 0; y < window; ++y) {
            const std::size_t row = plane * from.height + static_cast<std::size_t>(top + y);
            const auto first = images.pixels.begin() + static_cast<std::ptrdiff_t>(row * from.width + left);
            cropped.pixels.insert(cropped.pixels.end(), first, first + window);
        }
    }
    return cropped;
}

}   // namespace overfit
