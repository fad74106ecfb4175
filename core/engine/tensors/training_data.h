#pragma once

#include "core/data/dataset.h"
#include "core/data/image_reader.h"
#include "core/engine/tensors/image_source.h"
#include "core/engine/tensors/input_pipeline.h"

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace overfit {

/// One block of examples: what the trainer really uses, and what the audit reads back.
struct ExampleBlock {
    std::shared_ptr<const ImageSource> images;
    torch::Tensor given_labels;   // N, int64, on the device: learned (train, validation) or scored on as corrupted (test)
    torch::Tensor true_labels;    // likewise

    std::int64_t size() const { return given_labels.defined() ? given_labels.size(0) : 0; }
};

struct TrainingData {
    ExampleBlock train, validation, test;   // validation may be empty
    InputPipeline input;
};

/// How images lie on the device: as bytes, scaled anew in each batch, or scaled once. Bytes take a quarter of the memory and
/// are what random windows are cut from; the input itself takes no time in a step.
enum class StoredAs { Bytes, Input };

/// Brings examples to the device whole; for StoredAs::Input they are scaled in pieces on the CPU, so that every device gets
/// the same values. images: pixels and true labels; given_labels: as many.
ExampleBlock make_resident(const ImageSet& images, std::span<const std::uint16_t> given_labels, const InputPipeline& input,
                           StoredAs stored, const torch::Device& device);

/// Images that stay where they lie and are read ahead, as bytes; labels on the device.
ExampleBlock make_read_ahead(std::shared_ptr<const ImageReader> images, std::span<const std::uint16_t> true_labels,
                             std::span<const std::uint16_t> given_labels, const torch::Device& device);

/// Labels as they lie on the device, read back.
std::vector<std::uint16_t> read_back(const torch::Tensor& labels);

}   // namespace overfit
