#pragma once

#include "core/config/experiment_config.h"
#include "core/corruption/clipped_gaussian.h"
#include "core/data/dataset.h"
#include "core/data/scaling.h"
#include "core/support/random_stream.h"

#include <cstdint>
#include <span>
#include <vector>

namespace overfit {

/// Which half of a data set images are from. Validation images are of the train half.
enum class Half { Train, Test };

/// The Gaussian noise of each channel (ChannelTreatment::Separate), or the one of all channels. sums: of the train images
/// before scaling.
///
/// The paper says no more than "matching mean and variance", and not whether before or after whitening; a public
/// reproduction drew at raw scale what the network saw beside whitened images. Here noise takes the place of the pixel bytes
/// and is scaled like any image, so that what is matched is what the network sees:
///   unit, none, channel-statistics  the bytes have the data set's mean and variance, rounding and clipping included
///   per-image-whitening             every image has mean 0 and variance 1 in any case. What the whitening takes away is
///                                   used to draw around mid-grey, where bytes do not clip: the shape stays Gaussian
std::vector<ClippedGaussian> gaussian_noise(const ChannelSums& sums, ChannelTreatment channels, Scaling scaling);

/// What becomes of the pixels of an experiment's images (paper, section 2), drawn once. An image depends on the seed, its
/// half and its place there alone: it stays the same in a smaller subset, in the preview and on any number of processors.
///   shuffled  one permutation for all images, train, validation and test
///   random    a permutation of its own for each image, test images too
///   gaussian  each value drawn from noise
/// together: the channels of a pixel move as one, and all values are drawn from one Gaussian. separate: every channel has
/// permutations, or a Gaussian, of its own.
class PixelDraw {
public:
    /// shape: of the images before scaling. noise: of gaussian_noise(), for PixelCorruption::Gaussian only.
    PixelDraw(const CorruptionConfig& corruption, const ImageShape& shape, std::uint64_t seed,
              std::vector<ClippedGaussian> noise = {});

    PixelCorruption kind() const { return kind_; }

    /// Corrupts images in place, on up to that many threads (0: all processors that may be used). indices: as many as
    /// images, their places in the data set's `half`.
    void apply(ImageSet& images, std::span<const std::int64_t> indices, Half half, int threads = 0) const;

    using Bytes = std::span<std::uint8_t>;

    /// One image. Several threads may ask at once.
    void corrupt(Bytes image, std::int64_t index, Half half) const;

private:
    void draw_noise(Bytes image, RandomStream stream) const;
    std::vector<std::vector<std::int64_t>> permutations(RandomStream stream) const;
    void permute(Bytes image, std::span<const std::vector<std::int64_t>> permutations) const;

    PixelCorruption kind_;
    ChannelTreatment channels_;
    ImageShape shape_;
    std::uint64_t seed_;
    std::vector<ClippedGaussian> noise_;                    // gaussian: 1 or C
    std::vector<std::vector<std::int64_t>> permutations_;   // shuffled: 1 or C, H * W places each
};

}   // namespace overfit
