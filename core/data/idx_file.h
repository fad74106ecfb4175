#pragma once

#include "core/data/dataset.h"

#include <filesystem>

namespace overfit {

/// Reads one half of MNIST, Fashion-MNIST and their kin: an IDX file of images (magic 00 00 08 03; count, rows, columns as
/// big-endian u32; pixels) and one of labels (00 00 08 01; count; bytes), each raw or packed (".gz"). All sizes come from
/// the headers. Throws Error (file, offset, expected, found) for a wrong magic, a size of 0, a file cut short or too long,
/// counts that differ, and a label that is not below `classes`.
ImageSet read_idx_images_and_labels(const std::filesystem::path& image_file, const std::filesystem::path& label_file,
                                    int classes);

}   // namespace overfit
