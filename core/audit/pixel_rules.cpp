#include "core/audit/pixel_rules.h"

#include "core/support/text.h"

#include <fmt/format.h>

namespace overfit {

namespace {

constexpr std::int64_t one_in = 20;

void judge(std::vector<Finding>& findings, const PixelMeasurements& pixels, const char* which) {
    if (pixels.unchanged * one_in <= pixels.compared) return;
    findings.push_back(
        {FindingLevel::Error, "pixels-not-corrupted",
         fmt::format("{} of {} compared {} images have the pixels of the original; expected none: the network "
                     "has not got the corrupted ones",
                     with_thousands(pixels.unchanged), with_thousands(pixels.compared), which)});
}

}   // namespace

std::vector<Finding> pixel_findings(PixelCorruption pixels, const StartMeasurements& measured) {
    if (pixels == PixelCorruption::None) return {};
    std::vector<Finding> findings;
    judge(findings, measured.train_pixels, "training");
    judge(findings, measured.test_pixels, "test");
    return findings;
}

}   // namespace overfit
