#pragma once

#include "core/config/dataset_facts.h"
#include "core/data/dataset_layout.h"
#include "core/data/dataset_source.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace overfit::ui {

/// What lies on the disk of a data set.
struct DatasetPlace {
    DatasetPresence presence;
    std::uint64_t keptBytes = 0;   // of a fetch that was broken off
};

/// A data set of the list.
struct DatasetRow {
    const DatasetFacts* facts = nullptr;     // of dataset_facts(): never null
    const DatasetSource* source = nullptr;   // null: it can't be fetched
    std::optional<DatasetPlace> place;       // nothing until the disk was looked at
};

/// All data sets, in the order of dataset_facts().
std::vector<DatasetRow> datasetRows();

/// One place a row, in their order. Looks at the disk: call it in the background.
std::vector<DatasetPlace> datasetPlaces(const std::vector<std::filesystem::path>& roots);

}   // namespace overfit::ui
