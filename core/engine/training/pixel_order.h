#pragma once

#include "core/config/experiment_config.h"

#include <torch/torch.h>

#include <optional>

namespace overfit {

/// Of the largest value: scaled in pieces of another size the last bits may differ.
inline constexpr double rounding_of_scaled = 1e-4;

/// One image before and after its pixels were permuted. Each of its values (whole pixels, or bytes of a channel) has a
/// random number of 20 bits in place of itself: the sum of two images' products over all places then tells how their values
/// lie upon each other, whatever the order of the places; two ways to lie share a sum once in a million.
struct PermutedImage {
    torch::Tensor original, used;   // int64, rows x P: one row of whole pixels (channels together), or one of each channel
    std::int64_t values = 0;        // different ones
};

/// bytes, original, used: C x P, of which `original` are the bytes as they would be stored, scaled or not, and `used` what
/// is stored. Scaled values have no bytes of their own: each gets the byte of the original's value of the same rank. Nothing
/// where the pixels are not those of the original in another order.
std::optional<PermutedImage> permuted_image(ChannelTreatment channels, const torch::Tensor& bytes,
                                            const torch::Tensor& original, const torch::Tensor& used,
                                            at::Generator& generator);

/// Whether one permutation explains two images: then their pixels lie upon each other as those of the originals do. Pictures
/// of a few strokes may do so in any order: such pairs, found by trying other orders, are not told.
enum class PixelOrder { NotTold, One, Two };
PixelOrder order_of(const PermutedImage& left, const PermutedImage& right, at::Generator& generator);

/// The same of the first channel and the others of one image. image: of ChannelTreatment::Separate, C > 1.
PixelOrder order_of_channels(const PermutedImage& image, at::Generator& generator);

}   // namespace overfit
