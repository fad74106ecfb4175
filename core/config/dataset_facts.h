#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace overfit {

/// What is known of a data set before any file is read: enough to check a configuration.
struct DatasetFacts {
    std::string_view name;    // as in `data.dataset`
    std::string_view title;   // as shown to people
    std::string_view description;
    int classes = 0;
    int channels = 0, height = 0, width = 0;   // pixels
    std::int64_t train_examples = 0, test_examples = 0;

    /// Photographs of any size, which data.resize and data.crop bring to one.
    bool any_size() const { return height == 0; }
};

/// All data sets by their fixed names.
std::span<const DatasetFacts> dataset_facts();

/// Nothing when the name is unknown.
const DatasetFacts* find_dataset_facts(std::string_view name);

}   // namespace overfit
