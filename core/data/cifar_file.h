#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <filesystem>
#include <span>

namespace overfit {

/// The binary layouts: a record is its labels, then 1024 red, 1024 green and 1024 blue bytes, rows from the top.
enum class CifarLayout {
    Cifar10,         // one label
    Cifar100Fine,    // coarse label, fine label; the fine one is taken
    Cifar100Coarse   // the same, of which the coarse one is taken
};

/// Reads `files` one after another into one set, each with exactly `records_per_file` records. Throws Error (file, offset,
/// expected, found) for a file cut short or too long and for a label that is not below `classes`.
ImageSet read_cifar_files(std::span<const std::filesystem::path> files, CifarLayout layout, std::int64_t records_per_file,
                          int classes);

}   // namespace overfit
