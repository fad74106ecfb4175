#include "core/engine/tensors/input_pipeline.h"

namespace overfit {

namespace {

/// B x C x side x side; the same window as centre_crop() of core/data takes.
torch::Tensor centre_window(const torch::Tensor& images, std::int64_t side) {
    if (side == 0) return images;
    return images.narrow(2, (images.size(2) - side) / 2, side).narrow(3, (images.size(3) - side) / 2, side);
}

}   // namespace

torch::Tensor InputPipeline::for_evaluation(const torch::Tensor& stored) const {
    if (stored.scalar_type() == torch::kFloat32) return stored;
    return scaled(centre_window(stored, crop), scaling, statistics).contiguous(format);
}

InputPipeline InputPipeline::on(const torch::Device& device) const {
    InputPipeline moved = *this;
    moved.statistics = statistics.on(device);
    return moved;
}

}   // namespace overfit
