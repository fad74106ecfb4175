#pragma once

#include "core/data/dataset.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace overfit {

/// Whether `folder` holds the two halves: train, and val or test.
bool is_image_folder(const std::filesystem::path& folder);

/// What keeps a folder that is there from being one: "/data/mine lacks val (or test)". Empty where it is one or is not
/// there.
std::string missing_of_image_folder(const std::filesystem::path& folder);

/// Lists ImageNet's layout: `train/CLASS/**` and `val/CLASS/**` (or test/), JPEG and PNG files, as torchvision's
/// ImageFolder: a class is the rank of its folder's name (sorted by bytes), the images are in the order of their folders'
/// paths and then of their names, links are followed. Hidden files, pipes and devices are passed over; files of other kinds
/// are left out and noted. Opens no file: the images are decoded when they are chosen. Throws UsageError for no class,
/// more than 65,536, a class that only one half has, and a class without an image; Stopped when that is asked for.
Dataset list_image_folder(const std::filesystem::path& folder, const std::stop_token& stop = {});

}   // namespace overfit
