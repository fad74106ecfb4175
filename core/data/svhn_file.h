#pragma once

#include "core/data/dataset.h"

#include <filesystem>
#include <span>

namespace overfit {

/// Reads SVHN's cropped digits: MAT files (libmatio) with `X`, uint8 of 32 x 32 x 3 x N, and `y`, N labels of 1 to 10, of
/// which 10 is the digit 0. Several files (train and extra) become one set. Throws Error (file, what, expected, found) for a
/// file that is damaged or cut short, for arrays of another kind or shape, which are refused by their headers before their
/// values are read, and for a label out of range.
ImageSet read_svhn_files(std::span<const std::filesystem::path> files);

}   // namespace overfit
