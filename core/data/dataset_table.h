#pragma once

#include "core/data/dataset.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// The folders searched for data sets, in order: `given` (--data-root, the window's settings), OVERFIT_DATA,
/// ${XDG_DATA_HOME:-~/.local/share}/overfit-workbench/data, /usr/share/datasets.
std::vector<std::filesystem::path> data_roots(std::span<const std::filesystem::path> given = {});

/// Whether a data set's files are there; for `overfit data list`, the form and doctor. Opens no file.
struct DatasetPresence {
    std::string name;
    bool present = false;
    std::filesystem::path folder;   // where it was found
    std::string how_to_get;         // where it was not: what to install or fetch, and where to put it
};

DatasetPresence locate_dataset(std::string_view name, std::span<const std::filesystem::path> roots);

/// Reads both halves. Throws UsageError when the set is missing (says how to get it) and Error when a file is truncated, too
/// long, of the wrong kind or holds a label out of range (file, offset, expected, found).
Dataset load_dataset(std::string_view name, std::span<const std::filesystem::path> roots);

}   // namespace overfit
