#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <span>

namespace overfit {

/// Rows and columns of every image change places.
ImageSet transposed(ImageSet images);

/// Rows and columns of an image whose shorter side becomes `side`; the longer one keeps the proportion, rounded down as
/// torchvision does.
ImageShape with_shorter_side(const ImageShape& shape, std::int64_t side);

/// One image in another size. pixels: `from.height` rows of `from.width` pixels, `from.channels` bytes each (C last).
/// Returns the same layout. The filter is a triangle (bilinear), widened when the image shrinks, so that no pixel is left
/// out: bit for bit Pillow's Image.resize(..., BILINEAR), which torchvision's Resize uses.
std::vector<std::uint8_t> resampled(std::span<const std::uint8_t> pixels, const ImageShape& from, int height, int width);

/// Every image with its shorter side scaled to `side` (see resampled()); 0 = unchanged.
ImageSet resized(ImageSet images, std::int64_t side);

}   // namespace overfit
