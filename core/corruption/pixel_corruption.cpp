#include "core/corruption/pixel_corruption.h"

#include "core/support/in_parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace overfit {

namespace {

/// The map of bytes that per-image whitening takes away again: all values get mean 127.5 and deviation 32, so that black and
/// white are four deviations off.
ByteMoments clear_of_clipping(const ByteMoments& moments, const ByteMoments& all) {
    constexpr double middle = 127.5, deviation = 32.0;
    const double factor = all.variance > 0.0 ? deviation / std::sqrt(all.variance) : 1.0;
    return {.mean = middle + factor * (moments.mean - all.mean), .variance = factor * factor * moments.variance};
}

}   // namespace

std::vector<ClippedGaussian> gaussian_noise(const ChannelSums& sums, ChannelTreatment channels, Scaling scaling) {
    const ByteMoments all = sums.moments();
    std::vector<ByteMoments> wanted{all};
    if (channels == ChannelTreatment::Separate) wanted = sums.channel_moments();
    std::vector<ClippedGaussian> noise;
    for (const ByteMoments& moments : wanted) {
        const bool whitened = scaling == Scaling::PerImageWhitening;
        noise.push_back(ClippedGaussian::matching(whitened ? clear_of_clipping(moments, all) : moments));
    }
    return noise;
}

PixelDraw::PixelDraw(const CorruptionConfig& corruption, const ImageShape& shape, std::uint64_t seed,
                     std::vector<ClippedGaussian> noise)
    : kind_(corruption.pixels), channels_(corruption.channels), shape_(shape), seed_(seed), noise_(std::move(noise)) {
    if (kind_ == PixelCorruption::Shuffled) permutations_ = permutations(RandomStream(seed));
    assert(kind_ != PixelCorruption::Gaussian || noise_.size() == 1 || std::cmp_equal(noise_.size(), shape.channels));
}

void PixelDraw::apply(ImageSet& images, std::span<const std::int64_t> indices, Half half, int threads) const {
    assert(images.shape == shape_ && images.size() == indices.size());
    if (kind_ == PixelCorruption::None) return;
    const std::size_t values = shape_.values();
    const Bytes pixels(images.pixels);
    in_parallel(
        images.size(), [&](std::size_t place) { corrupt(pixels.subspan(place * values, values), indices[place], half); },
        threads);
}

void PixelDraw::corrupt(Bytes image, std::int64_t index, Half half) const {
    const auto stream_of_image = [&] {
        return RandomStream(seed_for(fmt::format("pixels/{}/{}", half == Half::Train ? "train" : "test", index), seed_));
    };
    switch (kind_) {
        case PixelCorruption::None: return;
        case PixelCorruption::Shuffled: return permute(image, permutations_);
        case PixelCorruption::Random: return permute(image, permutations(stream_of_image()));
        case PixelCorruption::Gaussian: return draw_noise(image, stream_of_image());
    }
}

void PixelDraw::draw_noise(Bytes image, RandomStream stream) const {
    const std::size_t plane = image.size() / noise_.size();
    for (const ClippedGaussian& noise : noise_) {
        for (std::uint8_t& value : image.first(plane)) value = noise.byte_at(stream.uniform());
        image = image.subspan(plane);
    }
}

std::vector<std::vector<std::int64_t>> PixelDraw::permutations(RandomStream stream) const {
    const int count = channels_ == ChannelTreatment::Separate ? shape_.channels : 1;
    std::vector<std::vector<std::int64_t>> drawn;
    for (int channel = 0; channel < count; ++channel) {
        drawn.push_back(stream.permutation(std::int64_t{shape_.height} * shape_.width));
    }
    return drawn;
}

void PixelDraw::permute(Bytes image, std::span<const std::vector<std::int64_t>> permutations) const {
    const std::vector<std::uint8_t> before(image.begin(), image.end());
    const std::size_t plane = image.size() / static_cast<std::size_t>(shape_.channels);
    for (std::size_t first = 0, channel = 0; first < image.size(); first += plane, ++channel) {
        const std::vector<std::int64_t>& from = permutations[std::min(channel, permutations.size() - 1)];
        for (std::size_t place = 0; place < plane; ++place) {
            image[first + place] = before[first + static_cast<std::size_t>(from[place])];
        }
    }
}

}   // namespace overfit
