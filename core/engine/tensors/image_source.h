#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace overfit {

/// Once through a set of images in an order that was known from the beginning, one batch after the other.
class ImagePass {
public:
    virtual ~ImagePass() = default;

    /// The next `count` images as they are stored, count x C x H x W on the device. At least as many must be left.
    virtual torch::Tensor next(std::int64_t count) = 0;
};

/// Where the images of a block lie, as they are stored: whole images in uint8, in C order, which an InputPipeline still has
/// to scale, or the network's input itself in float32, in the memory layout that the model wants. Since the order of a pass
/// is told before its first batch, a source may read ahead until the pass goes out of scope. Must outlive its passes.
class ImageSource {
public:
    virtual ~ImageSource() = default;

    /// N x C x H x W.
    virtual std::vector<std::int64_t> sizes() const = 0;

    /// From the first to the last.
    virtual std::unique_ptr<ImagePass> in_order() const = 0;

    /// order: int64 places in 0..N-1 on the host; also fewer than N, where a resumed run has some of an epoch behind it.
    virtual std::unique_ptr<ImagePass> shuffled(const torch::Tensor& order) const = 0;
};

}   // namespace overfit
