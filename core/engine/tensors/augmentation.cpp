#include "core/engine/tensors/augmentation.h"

#include <numbers>

namespace overfit {

namespace {

/// B x length, true at the pixels from centre - side / 2 on, `side` of them.
torch::Tensor covered(const torch::Tensor& centre, std::int64_t side, std::int64_t length) {
    const torch::Tensor first = centre.sub(side / 2).unsqueeze(1);
    const torch::Tensor pixels = torch::arange(length, centre.options()).unsqueeze(0);
    return pixels.ge(first).logical_and_(pixels.lt(first + side));
}

}   // namespace

AugmentationDraw draw_augmentation(const AugmentationConfig& augmentation, const AugmentedShape& shape,
                                   const at::Generator& generator) {
    const auto options = torch::TensorOptions(torch::kInt64).device(generator.device());
    const auto below = [&](std::int64_t bound) { return torch::randint(bound, {shape.images}, generator, options); };
    AugmentationDraw draw;
    if (augmentation.random_crop) {
        draw.top = below(shape.height - shape.window_height + 1);
        draw.left = below(shape.width - shape.window_width + 1);
    }
    if (augmentation.horizontal_flip) draw.mirrored = below(2).to(torch::kBool);
    if (augmentation.rotation_degrees > 0.0) {
        const double most = augmentation.rotation_degrees * std::numbers::pi / 180.0;
        draw.angle = torch::empty({shape.images}, options.dtype(torch::kFloat32)).uniform_(-most, most, generator);
    }
    if (augmentation.cutout > 0) {
        draw.cut_row = below(shape.window_height);
        draw.cut_column = below(shape.window_width);
    }
    return draw;
}

torch::Tensor padded(const torch::Tensor& images, std::int64_t pad) {
    return pad == 0 ? images : torch::constant_pad_nd(images, {pad, pad, pad, pad}, 0);
}

torch::Tensor windows(const torch::Tensor& images, const torch::Tensor& top, const torch::Tensor& left, std::int64_t height,
                      std::int64_t width) {
    using torch::indexing::Slice;
    // A view of all windows, B x C x tops x lefts x height x width, of which one an image is copied.
    const torch::Tensor all = images.unfold(2, height, 1).unfold(3, width, 1);
    const torch::Tensor image = torch::arange(images.size(0), top.options());
    return all.index({image, Slice(), top, left});
}

torch::Tensor mirrored(const torch::Tensor& images, const torch::Tensor& chosen) {
    return torch::where(chosen.view({-1, 1, 1, 1}), images.flip(3), images);
}

torch::Tensor rotated(const torch::Tensor& images, const torch::Tensor& angle) {
    const double ratio = static_cast<double>(images.size(2)) / static_cast<double>(images.size(3));
    const torch::Tensor cosine = angle.cos(), sine = angle.sin(), zero = torch::zeros_like(angle);
    // From a place in the result to its place in the image, both counted from -1 to 1 along each side, rows downwards.
    const torch::Tensor row_x = torch::stack({cosine, sine * -ratio, zero}, 1);
    const torch::Tensor row_y = torch::stack({sine / ratio, cosine, zero}, 1);
    const torch::Tensor places =
        torch::affine_grid_generator(torch::stack({row_x, row_y}, 1), images.sizes(), /*align_corners=*/false);
    return torch::grid_sampler(images.to(torch::kFloat32), places, /*interpolation_mode=*/0 /* bilinear */,
                               /*padding_mode=*/1 /* border */, /*align_corners=*/false);
}

torch::Tensor cut_out(const torch::Tensor& images, const torch::Tensor& row, const torch::Tensor& column, std::int64_t side,
                      const torch::Tensor& fill) {
    const torch::Tensor rows = covered(row, side, images.size(2)).view({-1, 1, images.size(2), 1});
    const torch::Tensor columns = covered(column, side, images.size(3)).view({-1, 1, 1, images.size(3)});
    return torch::where(rows.logical_and(columns), fill, images);
}

}   // namespace overfit
