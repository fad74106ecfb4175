#pragma once

#include "core/audit/audit_rules.h"
#include "core/engine/tensors/training_data.h"
#include "core/engine/training/pixel_order.h"
#include "core/experiment/prepared_experiment.h"

#include <torch/torch.h>

#include <optional>
#include <stop_token>

namespace overfit {

/// Measures how the pixels of the images that are trained and scored on differ from the originals that were kept of them: at
/// most 256 a block, evenly spread. Whether they are permuted, and all in one order, is looked at for up to 64 of these,
/// image by image, since it takes sorting: a fraction of a second for CIFAR-10, some seconds for images of 224 x 224.
class PixelAudit {
public:
    PixelAudit(const CorruptionConfig& corruption, const InputPipeline& input);

    /// The training images come first: what noise has to have is theirs, and one of them is kept, to be paired with the
    /// images of the later blocks: shuffled pixels have one order in all of them. Nothing for a block without examples.
    /// Throws Stopped when that is asked for.
    std::optional<PixelMeasurements> measure(const Originals& originals, const ExampleBlock& block,
                                             const std::stop_token& stop);

private:
    struct Piece;

    Piece piece_of(const torch::Tensor& bytes, const torch::Tensor& stored) const;
    torch::Tensor whole_input(const torch::Tensor& bytes) const;
    void look_at_order(const Piece& piece, std::int64_t place, PixelMeasurements& measured);
    bool has_moments() const;

    PixelCorruption kind_;
    ChannelTreatment channels_;
    InputPipeline input_;   // on the host
    at::Generator generator_;
    bool has_begun_ = false, in_training_images_ = true;
    std::optional<PermutedImage> previous_;    // of this block
    std::optional<PermutedImage> reference_;   // the training image of the most different values
};

}   // namespace overfit
