#include "core/data/synthetic.h"

#include "core/data/class_names.h"
#include "core/support/random_stream.h"

#include <algorithm>

namespace overfit {

namespace {

constexpr std::uint64_t synthetic_seed = 20'170'424;   // the paper's ICLR; part of the data set, so fixed for good
constexpr int cell = 4;                                // pixels a side of one patch of a pattern
constexpr int largest_shift = 2;                       // pixels
constexpr int largest_brightening = 24;
constexpr int largest_noise = 56;

// Only whole numbers: floating point could round differently elsewhere, and the hash of the data with it.

/// A value of -limit..limit.
int symmetric(RandomStream& stream, int limit) {
    return static_cast<int>(stream.below(2 * static_cast<std::uint64_t>(limit) + 1)) - limit;
}

/// One pattern for each class: C x H x W values, equal within a patch.
std::vector<std::uint8_t> draw_patterns(const DatasetFacts& facts, RandomStream& stream) {
    const int rows = (facts.height + cell - 1) / cell;
    const int columns = (facts.width + cell - 1) / cell;
    std::vector<std::uint8_t> patterns;
    for (int plane = 0; plane < facts.classes * facts.channels; ++plane) {
        std::vector<std::uint8_t> patches(static_cast<std::size_t>(rows) * columns);
        for (std::uint8_t& patch : patches) patch = static_cast<std::uint8_t>(64 + stream.below(128));
        for (int y = 0; y < facts.height; ++y) {
            for (int x = 0; x < facts.width; ++x) {
                patterns.push_back(patches[static_cast<std::size_t>(y / cell) * columns + x / cell]);
            }
        }
    }
    return patterns;
}

void append_image(ImageSet& set, std::uint16_t label, const std::vector<std::uint8_t>& patterns, RandomStream& stream) {
    const ImageShape& shape = set.shape;
    const int shift_y = symmetric(stream, largest_shift);
    const int shift_x = symmetric(stream, largest_shift);
    const int brightening = symmetric(stream, largest_brightening);
    for (int channel = 0; channel < shape.channels; ++channel) {
        const std::size_t plane = (static_cast<std::size_t>(label) * shape.channels + channel) * shape.height * shape.width;
        for (int y = 0; y < shape.height; ++y) {
            const int from_y = (y + shift_y + shape.height) % shape.height;   // wraps around
            for (int x = 0; x < shape.width; ++x) {
                const int from_x = (x + shift_x + shape.width) % shape.width;
                const int pattern = patterns[plane + static_cast<std::size_t>(from_y) * shape.width + from_x];
                const int value = pattern + brightening + symmetric(stream, largest_noise);
                set.pixels.push_back(static_cast<std::uint8_t>(std::clamp(value, 0, 255)));
            }
        }
    }
}

ImageSet draw_half(const DatasetFacts& facts, std::int64_t count, const std::vector<std::uint8_t>& patterns,
                   RandomStream& stream) {
    ImageSet set{
        .shape = {.channels = facts.channels, .height = facts.height, .width = facts.width}, .pixels = {}, .labels = {}};
    for (std::int64_t i = 0; i < count; ++i) set.labels.push_back(static_cast<std::uint16_t>(i % facts.classes));
    stream.shuffle(std::span(set.labels));
    set.pixels.reserve(set.labels.size() * set.shape.values());
    for (const std::uint16_t label : set.labels) append_image(set, label, patterns, stream);
    return set;
}

}   // namespace

Dataset make_synthetic_dataset(const DatasetFacts& facts) {
    RandomStream stream(synthetic_seed);
    const std::vector<std::uint8_t> patterns = draw_patterns(facts, stream);
    Dataset dataset;
    dataset.name = facts.name;
    dataset.class_names = built_in_class_names(facts.name);
    dataset.train = draw_half(facts, facts.train_examples, patterns, stream);
    dataset.test = draw_half(facts, facts.test_examples, patterns, stream);
    return dataset;
}

}   // namespace overfit
