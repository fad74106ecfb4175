#pragma once

#include "core/data/dataset.h"
#include "core/data/dataset_layout.h"

#include <stop_token>

namespace overfit {

/// Reads both halves; photographs of any size are listed, and decoded when they are chosen (`choose_images`). Of `data`, the
/// name and what concerns the reading count: an image folder's `folder`, EMNIST's `transpose`. Throws UsageError when the
/// set is missing (says how to get it) or a class of an image folder has no training image (folder, class), and Error when a
/// file is truncated, too long, of the wrong kind or holds a label out of range (file, offset, expected, found); Stopped
/// when that is asked for while many files are listed.
Dataset load_dataset(const DataConfig& data, std::span<const std::filesystem::path> roots, const std::stop_token& stop = {});
Dataset load_dataset(std::string_view name, std::span<const std::filesystem::path> roots);

}   // namespace overfit
