#pragma once

#include "core/engine/tensors/preprocess.h"

#include <torch/torch.h>

#include <cstdint>
#include <span>

namespace overfit {

/// One block of examples, whole on the device: what the trainer really uses, and what the audit reads back.
struct ResidentExamples {
    torch::Tensor images;         // N x C x H x W, float32, scaled
    torch::Tensor given_labels;   // N, int64: learned (train, validation) or scored on as corrupted (test)
    torch::Tensor true_labels;    // N, int64

    std::int64_t size() const { return given_labels.defined() ? given_labels.size(0) : 0; }
};

struct ResidentData {
    ResidentExamples train, validation, test;   // validation may be empty
};

/// How examples are brought to the device.
struct Placement {
    torch::Device device = torch::kCPU;
    at::MemoryFormat format = at::MemoryFormat::Contiguous;   // ChannelsLast for convolutional networks
    Scaling scaling = Scaling::PerImageWhitening;
    ChannelStatistics statistics;   // for Scaling::ChannelStatistics
};

/// Scales the images in pieces on the CPU and brings everything to the device. images: pixels and true labels; given_labels:
/// as many.
ResidentExamples make_resident(const ImageSet& images, std::span<const std::uint16_t> given_labels,
                               const Placement& placement);

/// The images at `indices` (B, int64, on the images' device): B x C x H x W in the same memory format.
torch::Tensor images_at(const torch::Tensor& images, const torch::Tensor& indices);

/// Labels as they lie on the device, read back.
std::vector<std::uint16_t> read_back(const torch::Tensor& labels);

}   // namespace overfit
