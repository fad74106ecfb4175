#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <filesystem>

namespace overfit {

/// Reads one labelled half of STL-10: `image_file` holds `count` images of 3 x 96 x 96 bytes, each channel column by column
/// (turned here into rows), `label_file` as many bytes, 1 to `classes`, read as classes 0 and up. Throws Error (file,
/// offset, expected, found) for a file cut short or too long and for a label out of range.
ImageSet read_stl10_files(const std::filesystem::path& image_file, const std::filesystem::path& label_file,
                          std::int64_t count, int classes);

}   // namespace overfit
