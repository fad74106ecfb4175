#pragma once

#include "core/data/dataset.h"

#include <filesystem>

namespace overfit {

/// How a label lies in its file.
enum class IdxLabels {
    Bytes,        // 00 00 08 01: one byte each
    NistRecords   // 00 00 0c 02: QMNIST's eight big-endian int32 of each digit, the first of which is its class
};

/// Which labels there are: `first` ... `first` + `classes` - 1, read as classes 0 ... `classes` - 1. EMNIST's letters begin
/// at 1.
struct LabelRange {
    int classes = 10;
    int first = 0;
};

/// Reads one half of MNIST, Fashion-MNIST and their kin: an IDX file of images (magic 00 00 08 03; count, rows, columns as
/// big-endian u32; pixels) and one of labels (magic; count; labels), each raw or packed (".gz", ".xz"). All sizes come from
/// the headers. Throws Error (file, offset, expected, found) for a wrong magic, a size of 0, a file cut short or too long,
/// counts that differ, and a label out of range.
ImageSet read_idx_images_and_labels(const std::filesystem::path& image_file, const std::filesystem::path& label_file,
                                    LabelRange range, IdxLabels labels = IdxLabels::Bytes);

}   // namespace overfit
