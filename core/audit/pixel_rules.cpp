#include "core/audit/pixel_rules.h"

#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace overfit {

namespace {

constexpr std::int64_t one_in = 20;

std::vector<Finding> half_findings(const std::optional<PixelMeasurements>& pixels, const char* which) {
    if (!pixels) return {};
    if (pixels->compared == 0) {
        return {{FindingLevel::Warning, "pixels-not-compared",
                 fmt::format("no {} image could be compared with its original: none of those looked at has enough contrast; "
                             "whether the network has got the corrupted ones is not known",
                             which)}};
    }
    if (pixels->unchanged * one_in <= pixels->compared) return {};
    return {{FindingLevel::Error, "pixels-not-corrupted",
             fmt::format("{} of {} compared {} images have the pixels of the original; expected none: the network "
                         "has not got the corrupted ones",
                         with_thousands(pixels->unchanged), with_thousands(pixels->compared), which)}};
}

}   // namespace

std::vector<Finding> pixel_findings(PixelCorruption pixels, const StartMeasurements& measured) {
    if (pixels == PixelCorruption::None) return {};
    std::vector<Finding> findings = half_findings(measured.train_pixels, "training");
    std::ranges::move(half_findings(measured.test_pixels, "test"), std::back_inserter(findings));
    return findings;
}

}   // namespace overfit
