#include "core/data/scaling.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <span>
#include <utility>

namespace overfit {

namespace {

struct ByteSums {
    std::int64_t sum = 0, squares = 0;
};

ByteSums sums_of(std::span<const std::uint8_t> bytes) {
    ByteSums sums;
    for (const std::uint8_t byte : bytes) {
        sums.sum += byte;
        sums.squares += std::int64_t{byte} * byte;
    }
    return sums;
}

double variance_of(std::int64_t sum, std::int64_t squares, double count) {
    const double mean = static_cast<double>(sum) / count;
    return std::max(0.0, static_cast<double>(squares) / count - mean * mean);
}

/// (byte / 255 - mean) / deviation for every byte.
void append_standardised(std::vector<float>& values, std::span<const std::uint8_t> bytes, double mean, double deviation) {
    for (const std::uint8_t byte : bytes) values.push_back(static_cast<float>((byte / 255.0 - mean) / deviation));
}

void append_whitened(std::vector<float>& values, std::span<const std::uint8_t> image) {
    const auto count = static_cast<double>(image.size());
    const ByteSums sums = sums_of(image);
    const double deviation = std::sqrt(variance_of(sums.sum, sums.squares, count)) / 255.0;
    const double floor = 1.0 / std::sqrt(count);
    append_standardised(values, image, static_cast<double>(sums.sum) / count / 255.0, std::max(deviation, floor));
}

}   // namespace

void ChannelSums::add(const ImageSet& images) {
    const auto channels = static_cast<std::size_t>(images.shape.channels);
    channels_.resize(channels);
    const std::size_t plane = images.shape.values() / std::max<std::size_t>(channels, 1);
    const std::span<const std::uint8_t> pixels(images.pixels);
    for (std::size_t first = 0; first < pixels.size(); first += plane) {
        const ByteSums added = sums_of(pixels.subspan(first, plane));
        Sums& channel = channels_[first / plane % channels];
        channel.values += static_cast<std::int64_t>(plane);
        channel.sum += added.sum;
        channel.squares += added.squares;
    }
}

ChannelStatistics ChannelSums::statistics() const {
    ChannelStatistics statistics;
    for (const ByteMoments& channel : channel_moments()) {
        statistics.mean.push_back(channel.mean / 255.0);
        statistics.deviation.push_back(channel.variance > 0.0 ? std::sqrt(channel.variance) / 255.0 : 1.0);
    }
    return statistics;
}

std::vector<ByteMoments> ChannelSums::channel_moments() const {
    std::vector<ByteMoments> moments;
    for (const Sums& channel : channels_) moments.push_back(channel.moments());
    return moments;
}

ByteMoments ChannelSums::moments() const {
    Sums all;
    for (const Sums& channel : channels_) {
        all.values += channel.values;
        all.sum += channel.sum;
        all.squares += channel.squares;
    }
    return all.moments();
}

ByteMoments ChannelSums::Sums::moments() const {
    const auto count = static_cast<double>(values);
    return {.mean = static_cast<double>(sum) / count, .variance = variance_of(sum, squares, count)};
}

std::optional<ChannelStatistics> published_statistics(std::string_view dataset, int channels) {
    if (dataset != "cifar10" || channels != 3) return std::nullopt;
    return ChannelStatistics{.mean = {125.3 / 255.0, 123.0 / 255.0, 113.9 / 255.0},
                             .deviation = {63.0 / 255.0, 62.1 / 255.0, 66.7 / 255.0}};
}

ChannelStatistics channel_statistics(std::string_view dataset, const ImageSet& train) {
    if (auto published = published_statistics(dataset, train.shape.channels)) return *std::move(published);
    ChannelSums sums;
    sums.add(train);
    return sums.statistics();
}

std::vector<float> scaled(const ImageSet& images, Scaling scaling, const ChannelStatistics& statistics) {
    const auto channels = static_cast<std::size_t>(images.shape.channels);
    const std::size_t image = images.shape.values();
    const std::size_t plane = image / std::max<std::size_t>(channels, 1);
    const std::span<const std::uint8_t> pixels(images.pixels);
    std::vector<float> values;
    values.reserve(pixels.size());
    switch (scaling) {
        case Scaling::PerImageWhitening:
            for (std::size_t first = 0; first < pixels.size(); first += image) {
                append_whitened(values, pixels.subspan(first, image));
            }
            break;
        case Scaling::ChannelStatistics:
            assert(statistics.mean.size() == channels && statistics.deviation.size() == channels);
            for (std::size_t first = 0; first < pixels.size(); first += plane) {
                const std::size_t channel = first / plane % channels;
                append_standardised(values, pixels.subspan(first, plane), statistics.mean[channel],
                                    statistics.deviation[channel]);
            }
            break;
        case Scaling::Unit: append_standardised(values, pixels, 0.0, 1.0); break;
        case Scaling::None: values.assign(pixels.begin(), pixels.end()); break;
    }
    return values;
}

}   // namespace overfit
