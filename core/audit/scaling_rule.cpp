#include "core/audit/scaling_rule.h"

#include <cmath>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr double darkest_maximum = 0.1;   // of the full range: pixels divided by 255 twice have at most 1/255
constexpr double rounding = 1e-3;         // float32 sums

bool lies_within(double value, double low, double high) { return value >= low && value <= high; }   // false for NaN

std::vector<Finding> warning(const std::string& expected, const std::string& found) {
    return {{FindingLevel::Warning, "scaling", fmt::format("scaled images: expected {}, found {}", expected, found)}};
}

std::vector<Finding> whitening_findings(const ImageMeasurements& images) {
    // Nearly flat images pull the deviation down; nothing pulls it up. Scaling twice leaves less than half of it.
    if (lies_within(images.mean, -0.01, 0.01) && lies_within(images.standard_deviation, 0.8, 1.0 + rounding)) return {};
    return warning("mean 0 and standard deviation 1 (whitened image by image)",
                   fmt::format("mean {:.4g} and standard deviation {:.4g}", images.mean, images.standard_deviation));
}

std::vector<Finding> channel_findings(const ImageMeasurements& images) {
    // Published constants are those of the whole set; images of a subset are brighter or darker by chance.
    const double sampling = 3.0 / std::sqrt(static_cast<double>(images.images));
    for (std::size_t channel = 0; channel < images.channel_means.size(); ++channel) {
        const double mean = images.channel_means[channel];
        const double deviation = images.channel_deviations.at(channel);
        if (lies_within(mean, -0.1 - sampling, 0.1 + sampling) &&
            lies_within(deviation, 0.8 / (1.0 + sampling), 1.25 * (1.0 + sampling))) {
            continue;
        }
        return warning("mean 0 and standard deviation 1 in every channel",
                       fmt::format("mean {:.4g} and standard deviation {:.4g} in channel {}", mean, deviation, channel));
    }
    return {};
}

std::vector<Finding> range_findings(const ImageMeasurements& images, double full) {
    const bool inside = images.minimum >= -rounding * full && images.maximum <= (1.0 + rounding) * full;   // false for NaN
    if (inside && images.maximum >= darkest_maximum * full) return {};
    return warning(fmt::format("values of 0 to {}, the brightest at least {:.4g}", full, darkest_maximum * full),
                   fmt::format("{:.4g} to {:.4g}", images.minimum, images.maximum));
}

}   // namespace

std::vector<Finding> scaling_findings(Scaling scaling, const ImageMeasurements& images) {
    if (images.images == 0) return {};
    switch (scaling) {
        case Scaling::PerImageWhitening: return whitening_findings(images);
        case Scaling::ChannelStatistics: return channel_findings(images);
        case Scaling::Unit: return range_findings(images, 1.0);
        case Scaling::None: return range_findings(images, 255.0);
    }
    return {};
}

}   // namespace overfit
