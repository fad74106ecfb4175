#pragma once

#include "core/engine/tensors/augmentation.h"
#include "core/engine/tensors/preprocess.h"

#include <torch/torch.h>

namespace overfit {

/// What stored images go through before they are the network's input; one value for training, evaluation and audit, so that
/// all of them see the same.
struct InputPipeline {
    Scaling scaling = Scaling::PerImageWhitening;
    ChannelTensors statistics;   // for Scaling::ChannelStatistics and cutout, on the device of the images
    std::int64_t crop = 0;       // side of the window in pixels; 0 = whole image
    AugmentationConfig augmentation;
    at::MemoryFormat format = at::MemoryFormat::Contiguous;   // of the result; ChannelsLast for convolutional networks

    /// The centre window, scaled, and nothing random: B x C x h x w, float32. stored: B x C x H x W from an ImageSource;
    /// float32 is the input already and comes back as it is.
    torch::Tensor for_evaluation(const torch::Tensor& stored) const;

    /// With all that augmentation asks for but mixup, which needs the labels too. In the paper's order: window, flip,
    /// rotation, scaling; then cutout. Draws anew at each call. generator: on the device of the images. What moves pixels
    /// needs stored bytes.
    torch::Tensor for_training(const torch::Tensor& stored, const at::Generator& generator) const;

    /// The same on another device: the audit computes on the host, so that its hashes do not depend on the device.
    InputPipeline on(const torch::Device& device) const;

private:
    torch::Tensor finished(const torch::Tensor& pixels) const;
    torch::Tensor moved(const torch::Tensor& stored, const AugmentationDraw& draw) const;
    AugmentedShape augmented_shape(const torch::Tensor& stored) const;
};

}   // namespace overfit
