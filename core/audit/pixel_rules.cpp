#include "core/audit/pixel_rules.h"

#include "core/support/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>

namespace overfit {

namespace {

constexpr std::int64_t one_in = 20;
constexpr std::int64_t fewest_in_one_order = 4;
constexpr std::int64_t fewest_for_moments = 32;
constexpr double errors_to_fail = 5.0;
constexpr double moment_slack = 0.02;   // of the deviation: bytes of the noise are rounded, flat images scale otherwise

/// "training", "validation" or "test" images.
struct Block {
    const char* name;
    const PixelMeasurements& pixels;
};

bool is_more_than_chance(std::int64_t count, std::int64_t of) { return count * one_in > of; }

Finding not_as_asked(std::string message) { return {FindingLevel::Error, "pixels-not-as-asked", std::move(message)}; }

Finding order_not_told(const Block& block) {
    return {FindingLevel::Note, "pixel-order-not-told",
            fmt::format("the order of the pixels of {} images could not be told: too few of those looked at are whole and "
                        "have enough different values",
                        block.name)};
}

/// A pair of pictures of few values may lie upon each other as before by chance; the defect makes all of them do so.
bool is_rule(const OrderMeasurements& order) {
    return order.in_one_order >= fewest_in_one_order && 2 * order.in_one_order > order.told;
}

std::vector<Finding> shuffle_findings(const Block& block) {
    const OrderMeasurements &neighbours = block.pixels.neighbours, &with_training = block.pixels.with_training;
    if (neighbours.in_one_order < neighbours.told) {
        return {not_as_asked(fmt::format(
            "{} of {} compared pairs of {} images are permuted in two ways; expected one "
            "permutation for all images",
            with_thousands(neighbours.told - neighbours.in_one_order), with_thousands(neighbours.told), block.name))};
    }
    if (with_training.in_one_order < with_training.told) {
        return {
            not_as_asked(fmt::format("{} of {} compared {} images are permuted in another way than a training image; "
                                     "expected one permutation for all images",
                                     with_thousands(with_training.told - with_training.in_one_order),
                                     with_thousands(with_training.told), block.name))};
    }
    if (neighbours.told + with_training.told == 0) return {order_not_told(block)};
    return {};
}

std::vector<Finding> random_findings(const Block& block) {
    const OrderMeasurements& neighbours = block.pixels.neighbours;
    if (is_rule(neighbours)) {
        return {
            not_as_asked(fmt::format("{} of {} compared pairs of {} images are permuted in one way; expected a "
                                     "permutation of its own for each image",
                                     with_thousands(neighbours.in_one_order), with_thousands(neighbours.told), block.name))};
    }
    if (neighbours.told < fewest_in_one_order) return {order_not_told(block)};
    return {};
}

std::vector<Finding> permutation_findings(PixelCorruption mode, const Block& block) {
    const PixelMeasurements& pixels = block.pixels;
    if (pixels.permuted < pixels.looked_at) {
        return {not_as_asked(
            fmt::format("{} of {} compared {} images have not the pixels of their original in another order; "
                        "expected all to have them",
                        with_thousands(pixels.looked_at - pixels.permuted), with_thousands(pixels.looked_at), block.name))};
    }
    if (is_rule(pixels.channels)) {
        return {not_as_asked(
            fmt::format("the channels of {} of {} compared {} images are permuted together; expected a "
                        "permutation of its own for each channel",
                        with_thousands(pixels.channels.in_one_order), with_thousands(pixels.channels.told), block.name))};
    }
    return mode == PixelCorruption::Shuffled ? shuffle_findings(block) : random_findings(block);
}

bool is_near(double expected, double expected_error, double found, double found_error, double slack) {
    return std::abs(found - expected) <= errors_to_fail * std::hypot(expected_error, found_error) + slack;   // false for NaN
}

bool has_moments_of(const MomentMeasurements& found, const MomentMeasurements& wanted) {
    const double deviation = std::sqrt(std::max(0.0, wanted.mean_square - wanted.mean * wanted.mean));
    const double size = std::abs(wanted.mean) + deviation;
    return is_near(wanted.mean, wanted.mean_error, found.mean, found.mean_error, moment_slack * deviation) &&
           is_near(wanted.mean_square, wanted.mean_square_error, found.mean_square, found.mean_square_error,
                   2.0 * size * moment_slack * deviation);
}

/// wanted: of the original training images, which the noise was drawn for.
std::vector<Finding> noise_findings(const Block& block, const PixelMeasurements& wanted) {
    const PixelMeasurements& pixels = block.pixels;
    if (is_more_than_chance(pixels.permuted, pixels.looked_at)) {
        return {
            not_as_asked(fmt::format("{} of {} compared {} images have the pixels of their original in another order; "
                                     "expected noise",
                                     with_thousands(pixels.permuted), with_thousands(pixels.looked_at), block.name))};
    }
    const std::size_t groups = std::min(pixels.moments.size(), wanted.original_moments.size());
    for (std::size_t group = 0; group < groups; ++group) {
        const MomentMeasurements &found = pixels.moments[group], &expected = wanted.original_moments[group];
        if (std::min(pixels.compared, wanted.compared) < fewest_for_moments || has_moments_of(found, expected)) continue;
        return {
            not_as_asked(fmt::format("the noise of {} compared {} images has mean {:.4g} and mean square {:.4g}; expected "
                                     "{:.4g} and {:.4g}, those of the original training images",
                                     with_thousands(pixels.compared), block.name, found.mean, found.mean_square,
                                     expected.mean, expected.mean_square))};
    }
    return {};
}

std::vector<Finding> block_findings(PixelCorruption mode, const Block& block, const PixelMeasurements& train) {
    const PixelMeasurements& pixels = block.pixels;
    if (pixels.compared == 0) {
        return {{FindingLevel::Warning, "pixels-not-compared",
                 fmt::format("no {} image could be compared with its original: none of those looked at has enough contrast; "
                             "whether the network has got the corrupted ones is not known",
                             block.name)}};
    }
    if (is_more_than_chance(pixels.unchanged, pixels.compared)) {
        return {{FindingLevel::Error, "pixels-not-corrupted",
                 fmt::format("{} of {} compared {} images have the pixels of the original; expected none: the network "
                             "has not got the corrupted ones",
                             with_thousands(pixels.unchanged), with_thousands(pixels.compared), block.name)}};
    }
    return mode == PixelCorruption::Gaussian ? noise_findings(block, train) : permutation_findings(mode, block);
}

}   // namespace

std::vector<Finding> pixel_findings(PixelCorruption pixels, const StartMeasurements& measured) {
    if (pixels == PixelCorruption::None) return {};
    std::vector<Finding> findings;
    const auto judge = [&](const std::optional<PixelMeasurements>& block, const char* name) {
        if (!block) return;
        std::ranges::move(block_findings(pixels, {name, *block}, measured.train_pixels.value_or(PixelMeasurements{})),
                          std::back_inserter(findings));
    };
    judge(measured.train_pixels, "training");
    judge(measured.validation_pixels, "validation");
    judge(measured.test_pixels, "test");
    return findings;
}

}   // namespace overfit
