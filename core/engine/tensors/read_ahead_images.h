#pragma once

#include "core/data/image_reader.h"
#include "core/engine/tensors/image_source.h"

#include <memory>
#include <vector>

namespace overfit {

/// Images that stay where an ImageReader finds them: a thread of each pass reads the next batches while the device works on
/// the one before. As bytes; for a GPU through pinned memory, so that no step waits for the copy. What the reader throws
/// comes out of ImagePass::next().
class ReadAheadImages : public ImageSource {
public:
    ReadAheadImages(std::shared_ptr<const ImageReader> reader, const torch::Device& device)
        : reader_(std::move(reader)), device_(device) {}

    std::vector<std::int64_t> sizes() const override;
    std::unique_ptr<ImagePass> in_order() const override;
    std::unique_ptr<ImagePass> shuffled(const torch::Tensor& order) const override;

private:
    std::shared_ptr<const ImageReader> reader_;
    torch::Device device_;
};

}   // namespace overfit
