#pragma once

#include "core/config/experiment_config.h"

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
    std::filesystem::path folder;     // where it was found
    std::string how_to_get;           // where it was not: what to install or fetch, and where to put it
    std::string found_instead = {};   // where it was not: a folder that lacks files, Python pickles; its beginning
};

/// By the set's name and, for an image folder, `data.folder`. Throws UsageError for an unknown name.
DatasetPresence locate_dataset(const DataConfig& data, std::span<const std::filesystem::path> roots);
DatasetPresence locate_dataset(std::string_view name, std::span<const std::filesystem::path> roots);

/// The files that make the set present, as they are called unpacked; none for a set without fixed names.
std::vector<std::string> dataset_files(std::string_view name);

/// The file itself, else packed (".gz", ".xz"); an empty path when none of them is there.
std::filesystem::path present_file(const std::filesystem::path& folder, std::string_view name);

}   // namespace overfit
