#pragma once

#include "core/config/experiment_config.h"

#include <torch/torch.h>

#include <cstdint>

namespace overfit {

// Random changes of training images, on whole batches on their device. What is drawn is apart from what is done with it:
// drawing needs a generator and nothing else, doing is a pure function of images and draw.

/// What one batch drew: B entries each, on the device; undefined where the configuration does not ask for it.
struct AugmentationDraw {
    torch::Tensor top, left;             // int64: corner of the window in the padded image, pixels
    torch::Tensor mirrored;              // bool
    torch::Tensor angle;                 // float32: radians, counter-clockwise
    torch::Tensor cut_row, cut_column;   // int64: centre of the square that is cut out, pixels of the window
};

/// The places that a batch can draw from.
struct AugmentedShape {
    std::int64_t images = 0;
    std::int64_t height = 0, width = 0;                 // of the images, with their padding
    std::int64_t window_height = 0, window_width = 0;   // of what the network sees
};

/// Every window, side, angle and centre is equally likely. generator: decides the device.
AugmentationDraw draw_augmentation(const AugmentationConfig& augmentation, const AugmentedShape& shape,
                                   const at::Generator& generator);

/// Zeros on all four sides: black where pixels are bytes. images: B x C x H x W.
torch::Tensor padded(const torch::Tensor& images, std::int64_t pad);

/// From each image the window with its corner at (top, left): B x C x height x width, as a copy.
torch::Tensor windows(const torch::Tensor& images, const torch::Tensor& top, const torch::Tensor& left, std::int64_t height,
                      std::int64_t width);

/// Left and right change places where `chosen` (B, bool) says so.
torch::Tensor mirrored(const torch::Tensor& images, const torch::Tensor& chosen);

/// Each image turned about its centre by its angle, in float32: bilinear between pixels; beyond the border its nearest pixel
/// goes on, so that no colour comes in that was not there.
torch::Tensor rotated(const torch::Tensor& images, const torch::Tensor& angle);

/// A square of `side` pixels around (row, column) becomes `fill`; what lies outside the image is lost, as in DeVries and
/// Taylor 2017. An even square reaches one pixel less to the right and down. fill: broadcastable to the images.
torch::Tensor cut_out(const torch::Tensor& images, const torch::Tensor& row, const torch::Tensor& column, std::int64_t side,
                      const torch::Tensor& fill);

}   // namespace overfit
