#include "core/corruption/clipped_gaussian.h"

#include <cmath>
#include <numbers>
#include <numeric>

namespace overfit {

namespace {

constexpr int brightest = 255;
constexpr double least_deviation = 1e-3, most_deviation = 1e5;   // all bytes the same .. nothing but black and white

/// The chance that a byte of this noise is `byte` or less; below 255, where all are.
double chance_up_to(int byte, double mean, double deviation) {
    return 0.5 * std::erfc((mean - byte - 0.5) / deviation / std::numbers::sqrt2);
}

ByteMoments moments_of(double mean, double deviation) {
    // E[x] and E[x^2] as sums of P(x > byte).
    double first = 0.0, second = 0.0;
    for (int byte = 0; byte < brightest; ++byte) {
        const double above = 1.0 - chance_up_to(byte, mean, deviation);
        first += above;
        second += (2 * byte + 1) * above;
    }
    return {.mean = first, .variance = second - first * first};
}

/// Where a rising function is 0, by false position (Illinois); the nearer end when it is 0 nowhere in between.
template <typename Rising>
double root(double low, double high, const Rising& rising) {
    constexpr int most_steps = 200;
    constexpr double precision = 1e-10;   // bytes; a hundredth of what is kept of a thousand
    double at_low = rising(low), at_high = rising(high);
    if (at_low >= 0.0) return low;
    if (at_high <= 0.0) return high;
    double middle = low;
    for (int step = 0; step < most_steps && high - low > precision; ++step) {
        middle = high - at_high * (high - low) / (at_high - at_low);
        // Where the function is a staircase false position creeps along: every third step halves.
        if (step % 3 == 2) middle = std::midpoint(low, high);
        const double value = rising(middle);
        if (std::abs(value) < 1e-12) return middle;
        if (value < 0.0) {
            low = middle;
            at_low = value;
            at_high /= 2.0;
        } else {
            high = middle;
            at_high = value;
            at_low /= 2.0;
        }
    }
    return middle;
}

double mean_before_clipping(double wanted, double deviation) {
    const double reach = 12.0 * deviation + 1.0;
    return root(-reach, brightest + reach, [&](double mean) { return moments_of(mean, deviation).mean - wanted; });
}

double rounded(double value) { return std::round(value * 1e6) / 1e6; }

}   // namespace

ClippedGaussian ClippedGaussian::matching(const ByteMoments& wanted) {
    const double deviation = root(least_deviation, most_deviation, [&](double tried) {
        return moments_of(mean_before_clipping(wanted.mean, tried), tried).variance - wanted.variance;
    });
    return {rounded(mean_before_clipping(wanted.mean, deviation)), rounded(deviation)};
}

ClippedGaussian::ClippedGaussian(double mean, double deviation) : mean_(mean), deviation_(deviation) {
    for (int byte = 0; byte < brightest; ++byte) {
        cumulative_[static_cast<std::size_t>(byte)] = chance_up_to(byte, mean, deviation);
    }
    cumulative_[brightest] = 1.0;
    std::uint8_t byte = 0;
    for (std::size_t guide = 0; guide < guides; ++guide) {
        while (static_cast<double>(guide) / guides >= cumulative_[byte]) ++byte;
        first_[guide] = byte;
    }
}

std::uint8_t ClippedGaussian::byte_at(double uniform) const {
    std::uint8_t byte = first_[static_cast<std::size_t>(uniform * guides)];
    while (uniform >= cumulative_[byte]) ++byte;
    return byte;
}

}   // namespace overfit
