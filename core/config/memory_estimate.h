#pragma once

#include "core/config/experiment_config.h"

#include <cstdint>
#include <optional>

namespace overfit {

/// What training holds in memory, in bytes; on a GPU all but `library` and the bytes as read lie there.
struct MemoryEstimate {
    std::int64_t library = 0;       // LibTorch itself and the program
    std::int64_t data = 0;          // images as read, scaled images, labels
    std::int64_t weights = 0;       // with the optimiser's state, and both again while a checkpoint is written
    std::int64_t activations = 0;   // of one batch, with what the backward pass needs

    std::int64_t total() const { return library + data + weights + activations; }
};

/// What the network computes for one image, from its layers' outputs.
struct LayerValues {
    std::int64_t maps = 0;      // values of all outputs with a height and a width
    std::int64_t vectors = 0;   // values of all others
};

/// Nothing where the size of the data set is known from its files only. tests/app/test_memory_of_runs.cpp holds it against
/// the peak of real runs.
std::optional<MemoryEstimate> estimate_memory(const ExperimentConfig& config, std::int64_t parameters,
                                              const LayerValues& layers);

/// Bytes of an experiment's images in memory: as they are read, and once more as the trainer keeps them. That is as numbers,
/// of the window that the network sees, but as bytes where pixels of training images move before they are scaled. train:
/// without validation; others: validation and test; read_values: of one image, values: of what the network sees of it.
std::int64_t resident_image_bytes(const ExperimentConfig& config, std::int64_t train, std::int64_t others,
                                  std::int64_t read_values, std::int64_t values);

/// Where the photographs of an experiment lie while training: never Auto. That takes the file where the images would fill
/// more than half of the memory. bytes: resident_image_bytes(); memory: bytes that may be used.
ImageStore resolved_image_store(ImageStore wanted, std::int64_t bytes, std::uint64_t memory);

}   // namespace overfit
