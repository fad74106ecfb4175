#pragma once

#include "core/config/image_shape.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace overfit {

struct DataConfig;
struct ExperimentConfig;

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

/// Of the images that the network is given, after data.resize and data.crop. Nothing for an unknown data set, and where only
/// the files tell.
std::optional<ImageShape> input_shape(const DataConfig& data);

/// What is done to images before training: a random crop is cut anew in each batch, from whole images.
DataConfig before_training(const ExperimentConfig& config);

}   // namespace overfit
