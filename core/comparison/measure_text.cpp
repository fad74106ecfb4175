#include "core/comparison/measure_text.h"

#include "core/support/text.h"

#include <cmath>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr std::string_view plus_minus = " \u00b1 ";

/// Decimals of percentage points: one; as many as it takes to show anything of a smaller number, at most four.
int point_decimals(double points) {
    for (const int decimals : {1, 2, 3, 4}) {
        if (std::abs(points) >= 0.5 * std::pow(10.0, -decimals)) return decimals;
    }
    return 1;
}

std::string points_text(double points) { return fmt::format("{:.{}f}", points, point_decimals(points)); }

std::string count_text(double count) {
    constexpr double exact = 9e15;   // whole numbers beyond are none of a double's
    const bool whole = std::abs(count) < exact && count == std::round(count);
    if (whole) return with_thousands(static_cast<std::int64_t>(count));
    return std::abs(count) >= 1000.0 && std::abs(count) < exact ? with_thousands(std::llround(count))
                                                                : fmt::format("{:.4g}", count);
}

/// The size of a spread or a difference, without a sign.
std::string size_text(MeasureUnit unit, double size) {
    switch (unit) {
        case MeasureUnit::Fraction: return points_text(100.0 * size);
        case MeasureUnit::Nats: return fmt::format("{:.2g}", size);
        case MeasureUnit::Count: return size < 100.0 ? fmt::format("{:.2g}", size) : count_text(std::round(size));
        case MeasureUnit::Seconds: return size < 10.0 ? fmt::format("{:.2g} s", size) : as_duration(size);
    }
    return {};
}

/// Mean and spread with the same decimals: "97.2 ± 0.3 %", "99.81 ± 0.03 %". What is below 100 % never reads as it.
std::string percent_with_spread(double mean, double spread) {
    int decimals = point_decimals(100.0 * spread);
    while (decimals < 4 && mean < 1.0 && fmt::format("{:.{}f}", 100.0 * mean, decimals).starts_with("100.")) ++decimals;
    return fmt::format("{:.{}f}{}{:.{}f} %", 100.0 * mean, decimals, plus_minus, 100.0 * spread, decimals);
}

/// Two significant digits of the spread, and the mean to the same place: "0.0263 ± 0.0032", "57.3 ± 2.1".
std::string number_with_spread(MeasureUnit unit, double mean, double spread) {
    const int decimals = spread > 0.0 ? 1 - static_cast<int>(std::floor(std::log10(spread))) : 0;
    if (decimals <= 0 || decimals > 6) {
        return value_text(unit, mean) + std::string(plus_minus) + size_text(unit, spread);
    }
    return fmt::format("{:.{}f}{}{:.{}f}", mean, decimals, plus_minus, spread, decimals);
}

/// A difference's size and its error with the same decimals.
std::string with_error(MeasureUnit unit, double size, double error) {
    switch (unit) {
        case MeasureUnit::Fraction: {
            const int decimals = point_decimals(100.0 * error);
            return fmt::format("{:.{}f}{}{:.{}f}", 100.0 * size, decimals, plus_minus, 100.0 * error, decimals);
        }
        case MeasureUnit::Nats:
        case MeasureUnit::Count: return number_with_spread(unit, size, error);
        case MeasureUnit::Seconds: break;
    }
    return size_text(unit, size) + std::string(plus_minus) + size_text(unit, error);
}

}   // namespace

std::string value_text(MeasureUnit unit, double value) {
    if (!std::isfinite(value)) return shortest_text(value);
    switch (unit) {
        case MeasureUnit::Fraction: return as_percent(value);
        case MeasureUnit::Nats: return fmt::format("{:.4g}", value);
        case MeasureUnit::Count: return count_text(value);
        case MeasureUnit::Seconds: return value < 10.0 ? fmt::format("{:.2g} s", value) : as_duration(value);
    }
    return {};
}

std::string statistics_text(MeasureUnit unit, const SampleStatistics& statistics) {
    if (!statistics.standard_deviation) return value_text(unit, statistics.mean);
    const double spread = *statistics.standard_deviation;
    switch (unit) {
        case MeasureUnit::Fraction: return percent_with_spread(statistics.mean, spread);
        case MeasureUnit::Nats:
        case MeasureUnit::Count: return number_with_spread(unit, statistics.mean, spread);
        case MeasureUnit::Seconds: break;
    }
    return value_text(unit, statistics.mean) + std::string(plus_minus) + size_text(unit, spread);
}

std::string difference_text(MeasureUnit unit, const MeanDifference& difference) {
    const double size = std::abs(difference.difference);
    const std::string sign = difference.difference < 0.0 ? "\u2212" : "+";
    if (!difference.standard_error) return sign + (unit == MeasureUnit::Count ? count_text(size) : size_text(unit, size));
    const std::string text = sign + with_error(unit, size, *difference.standard_error);
    return difference.stands_out() ? text : text + " ?";
}

}   // namespace overfit
