#pragma once

#include "core/audit/audit_rules.h"

namespace overfit {

/// Whether the pixels of training, validation and test images were really corrupted, when that was asked for, and in the way
/// that was asked for. Errors, from the compared images (at most 256 a block, at most 64 of them for their order):
///   pixels-not-corrupted  more than one in twenty is the original one. Images of nearly one colour are not compared; any
///                         other stays as it was with a chance of less than one in a hundred
///   pixels-not-as-asked   shuffled: an image has not the pixels of its original, or one permutation does not explain two
///                         neighbours, or an image of another block and a training image
///                         random: an image has not the pixels of its original, or one permutation explains more than half
///                         of the pairs of neighbours that can tell, and at least four
///                         both, channels separate: the channels of more than half of the images that can tell are permuted
///                         together, and of at least four
///                         gaussian: more than one in twenty have the pixels of the original; or mean or mean square are not
///                         those of the original training images within five standard errors and a fiftieth of their
///                         deviation, from 32 images on. Noise is drawn with the moments of the training images in all
///                         blocks. Where each image is whitened, nothing is left of them to judge
/// A warning, pixels-not-compared, where no image could be compared, and a note, pixel-order-not-told, where none or too few
/// could tell an order.
std::vector<Finding> pixel_findings(PixelCorruption pixels, const StartMeasurements& measured);

}   // namespace overfit
