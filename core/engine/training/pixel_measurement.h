#pragma once

#include "core/audit/audit_rules.h"
#include "core/engine/tensors/training_data.h"
#include "core/experiment/prepared_experiment.h"

#include <torch/torch.h>

#include <optional>

namespace overfit {

/// Measures how the pixels of the images that are trained and scored on differ from the originals that were kept of them: at
/// most 256 a block, evenly spread. Whether they are permuted, and all in one order, is looked at for up to 64 of these,
/// image by image, since it takes sorting: a fraction of a second for CIFAR-10, some seconds for images of 224 x 224.
class PixelAudit {
public:
    PixelAudit(const CorruptionConfig& corruption, const InputPipeline& input);

    /// Nothing for a block without examples. Neighbours are paired also from one block to the next: shuffled pixels have one
    /// order in all of them.
    std::optional<PixelMeasurements> measure(const Originals& originals, const ExampleBlock& block);

private:
    /// One image as numbers 0..256^C - 1 that stand for whole pixels (channels together: 1 x P), or for bytes (C x P).
    struct Codes {
        torch::Tensor original, used;   // int64
    };

    std::optional<Codes> codes_of(const torch::Tensor& bytes, const torch::Tensor& original,
                                  const torch::Tensor& used) const;
    void look_at_order(const Codes& codes, PixelMeasurements& measured);

    PixelCorruption kind_;
    ChannelTreatment channels_;
    InputPipeline input_;             // on the host
    std::optional<Codes> previous_;   // of the image looked at before
};

}   // namespace overfit
