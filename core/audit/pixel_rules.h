#pragma once

#include "core/audit/audit_rules.h"

namespace overfit {

/// Whether the pixels of training and test images were really corrupted, when that was asked for: an error when more than
/// one in twenty of the compared images is the original one. Images of nearly one colour are not compared; any other stays
/// as it was with a chance of less than one in a hundred.
std::vector<Finding> pixel_findings(PixelCorruption pixels, const StartMeasurements& measured);

}   // namespace overfit
