#pragma once

#include "core/config/experiment_config.h"
#include "core/data/dataset.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace overfit {

/// Mean and standard deviation of each channel, of pixels / 255.
struct ChannelStatistics {
    std::vector<double> mean, deviation;
};

/// Mean and variance of pixel bytes, 0..255.
struct ByteMoments {
    double mean = 0.0, variance = 0.0;
};

/// Statistics of images that are not all in memory at once. Whole numbers: no rounding, however many images.
class ChannelSums {
public:
    void add(const ImageSet& images);   // all of them of the same shape

    /// A channel without variance counts as deviation 1.
    ChannelStatistics statistics() const;

    std::vector<ByteMoments> channel_moments() const;   // one entry a channel
    ByteMoments moments() const;                        // of all channels together

private:
    struct Sums {
        std::int64_t values = 0, sum = 0, squares = 0;
        ByteMoments moments() const;
    };
    std::vector<Sums> channels_;
};

/// For cifar10 the constants of fitting-random-labels, (125.3, 123.0, 113.9) / 255 and (63.0, 62.1, 66.7) / 255; nothing for
/// other data sets.
std::optional<ChannelStatistics> published_statistics(std::string_view dataset, int channels);

/// What `scaling: channel-statistics` subtracts and divides by: the published statistics, else those of the train images in
/// use. The paper does not use this mode.
ChannelStatistics channel_statistics(std::string_view dataset, const ImageSet& train);

/// Bytes to the network's input:
///   per-image-whitening  x = pixel / 255, then (x - mean) / max(std, 1/sqrt(V)) over the V values of the image, population
///                        std (paper, appendix A; TensorFlow's per_image_standardization)
///   channel-statistics   (x - mean_c) / std_c
///   unit                 x
///   none                 the bytes as they are, 0..255
/// For a few images: the engine does the same on tensors (`core/engine/tensors/preprocess.h`). Returns N x C x H x W.
/// statistics: only read for channel-statistics, with an entry for each channel.
std::vector<float> scaled(const ImageSet& images, Scaling scaling, const ChannelStatistics& statistics);

}   // namespace overfit
