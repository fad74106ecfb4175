#include "core/engine/tensors/input_pipeline.h"

#include "core/config/regularisers.h"

namespace overfit {

namespace {

/// B x C x side x side; the same window as centre_crop() of core/data takes.
torch::Tensor centre_window(const torch::Tensor& images, std::int64_t side) {
    if (side == 0) return images;
    return images.narrow(2, (images.size(2) - side) / 2, side).narrow(3, (images.size(3) - side) / 2, side);
}

/// Also where images have one channel, so that memory tells nothing of the layout: convolutions choose their way, and with
/// it how they round, by the strides.
torch::Tensor laid_out(const torch::Tensor& images, at::MemoryFormat format) {
    const torch::Tensor ordered = images.contiguous(format);
    if (format != at::MemoryFormat::ChannelsLast || images.size(1) > 1) return ordered;
    const std::int64_t width = images.size(3);
    return ordered.as_strided(images.sizes(), {images.size(2) * width, 1, width, 1});
}

bool is_input(const torch::Tensor& stored) { return stored.scalar_type() == torch::kFloat32; }

}   // namespace

torch::Tensor InputPipeline::for_evaluation(const torch::Tensor& stored) const {
    return is_input(stored) ? stored : finished(centre_window(stored, crop));
}

torch::Tensor InputPipeline::for_training(const torch::Tensor& stored, const at::Generator& generator) const {
    if (!moves_pixels(augmentation) && augmentation.cutout == 0) return for_evaluation(stored);
    const AugmentationDraw draw = draw_augmentation(augmentation, augmented_shape(stored), generator);
    const torch::Tensor input = is_input(stored) ? stored : finished(moved(stored, draw));
    if (augmentation.cutout == 0) return input;
    const torch::Tensor mean = scaled_mean(scaling, statistics, stored.device());
    return laid_out(cut_out(input, draw.cut_row, draw.cut_column, augmentation.cutout, mean), format);
}

InputPipeline InputPipeline::on(const torch::Device& device) const {
    InputPipeline there = *this;
    there.statistics = statistics.on(device);
    return there;
}

torch::Tensor InputPipeline::finished(const torch::Tensor& pixels) const {
    return laid_out(scaled(pixels, scaling, statistics), format);
}

torch::Tensor InputPipeline::moved(const torch::Tensor& stored, const AugmentationDraw& draw) const {
    torch::Tensor images = centre_window(stored, augmentation.random_crop ? 0 : crop);
    if (augmentation.random_crop) {
        const torch::Tensor whole = crop > 0 ? stored : padded(stored, augmentation.pad);
        const AugmentedShape shape = augmented_shape(stored);
        images = windows(whole, draw.top, draw.left, shape.window_height, shape.window_width);
    }
    if (augmentation.horizontal_flip) images = mirrored(images, draw.mirrored);
    if (augmentation.rotation_degrees > 0.0) images = rotated(images, draw.angle);
    return images;
}

AugmentedShape InputPipeline::augmented_shape(const torch::Tensor& stored) const {
    const bool windowed = crop > 0 && !is_input(stored);
    const std::int64_t border = crop > 0 ? 0 : 2 * augmentation.pad;
    return {.images = stored.size(0),
            .height = stored.size(2) + border,
            .width = stored.size(3) + border,
            .window_height = windowed ? crop : stored.size(2),
            .window_width = windowed ? crop : stored.size(3)};
}

}   // namespace overfit
