#pragma once

#include "core/engine/tensors/image_source.h"

namespace overfit {

/// All images in one tensor on the device.
class ResidentImages : public ImageSource {
public:
    /// stored: N x C x H x W, uint8 or float32.
    explicit ResidentImages(torch::Tensor stored) : stored_(std::move(stored)) {}

    std::vector<std::int64_t> sizes() const override { return stored_.sizes().vec(); }
    std::unique_ptr<ImagePass> in_order() const override;
    std::unique_ptr<ImagePass> shuffled(const torch::Tensor& order) const override;

    const torch::Tensor& stored() const { return stored_; }

private:
    torch::Tensor stored_;
};

/// The images at `indices` (B, int64, on the images' device): B x C x H x W in the same memory format.
torch::Tensor images_at(const torch::Tensor& images, const torch::Tensor& indices);

}   // namespace overfit
