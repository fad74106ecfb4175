#pragma once

#include "core/audit/audit_rules.h"

namespace overfit {

/// Whether the scaled images have the range, mean and deviation that the mode promises; pixels divided by 255 twice do not.
/// At most one warning, `scaling`.
///   per-image-whitening  mean 0, deviation 1 (less where many images are nearly flat: their deviation has a floor)
///   channel-statistics   mean 0, deviation 1 in every channel, as far as a sample of that many images can tell
///   unit                 0..1, and not all nearly black
///   none                 0..255, and not all nearly black
std::vector<Finding> scaling_findings(Scaling scaling, const ImageMeasurements& images);

}   // namespace overfit
