#pragma once

#include "core/data/dataset.h"
#include "core/support/random_stream.h"

#include <cstdint>
#include <span>
#include <vector>

namespace overfit {

/// `wanted` of `available` indices, drawn without replacement, in ascending order; all of them when wanted is 0 or equal.
std::vector<std::int64_t> draw_subset(std::int64_t available, std::int64_t wanted, RandomStream& stream);

struct Split {
    std::vector<std::int64_t> train;        // indices into the subset, ascending
    std::vector<std::int64_t> validation;   // likewise; round(fraction * N) of them
};

/// Splits a validation set off.
Split draw_validation_split(std::int64_t examples, double fraction, RandomStream& stream);

/// The images and labels at `indices`, in that order.
ImageSet select(const ImageSet& images, std::span<const std::int64_t> indices);

/// The centred square of `side` pixels of every image (the paper's 28 x 28 of CIFAR-10); 0 = unchanged.
ImageSet centre_crop(ImageSet images, std::int64_t side);

}   // namespace overfit
