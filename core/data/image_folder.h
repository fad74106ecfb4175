#pragma once

#include "core/data/dataset.h"
#include "core/data/image_decoding.h"

#include <filesystem>

namespace overfit {

/// Whether `folder` holds the two halves: train, and val or test.
bool is_image_folder(const std::filesystem::path& folder);

/// Reads ImageNet's layout: `train/CLASS/**` and `val/CLASS/**` (or test/), JPEG and PNG files, as torchvision's
/// ImageFolder: a class is the rank of its folder's name (sorted by bytes), the images are in the order of their paths,
/// links are followed. Hidden files are passed over; files of other kinds are left out and noted. Throws Error for no class,
/// more than 65,536, a class that only one half has, and a class without an image; and what decode_files() throws.
Dataset read_image_folder(const std::filesystem::path& folder, const DecodedSize& size, const std::stop_token& stop = {});

}   // namespace overfit
