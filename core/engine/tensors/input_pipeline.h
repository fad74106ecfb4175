#pragma once

#include "core/engine/tensors/preprocess.h"

#include <torch/torch.h>

namespace overfit {

/// What stored images go through before they are the network's input; one value for training, evaluation and audit, so that
/// all of them see the same.
struct InputPipeline {
    Scaling scaling = Scaling::PerImageWhitening;
    ChannelTensors statistics;                                // for Scaling::ChannelStatistics, on the device of the images
    std::int64_t crop = 0;                                    // side of the window in pixels; 0 = whole image
    at::MemoryFormat format = at::MemoryFormat::Contiguous;   // of the result; ChannelsLast for convolutional networks

    /// The centre window, scaled: B x C x h x w, float32. stored: B x C x H x W from an ImageSource; float32 is the input
    /// already and comes back as it is.
    torch::Tensor for_evaluation(const torch::Tensor& stored) const;

    /// The same on another device: the audit computes on the host, so that its hashes do not depend on the device.
    InputPipeline on(const torch::Device& device) const;
};

}   // namespace overfit
