#include "ui/experiment_form/number_steps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace overfit::ui {
namespace {

// Rates below this step down to 0 where 0 is allowed, and 0 steps up to it.
constexpr double smallestRate = 1e-6;

std::int64_t lowest(const Field& field) {
    return std::isfinite(field.minimum) ? static_cast<std::int64_t>(field.minimum)
                                        : std::numeric_limits<std::int32_t>::min();
}

std::int64_t highest(const Field& field) {
    return std::isfinite(field.maximum) && field.maximum < 9e18 ? static_cast<std::int64_t>(field.maximum)
                                                                : std::numeric_limits<std::int64_t>::max();
}

/// 1 below 100, 10 below 1,000, and so on: the second digit's worth.
std::int64_t secondDigit(std::int64_t value) {
    std::int64_t unit = 1;
    for (std::int64_t rest = std::abs(value); rest >= 100; rest /= 10) unit *= 10;
    return unit;
}

std::int64_t stepInteger(std::int64_t value, bool up) {
    if (up) {
        const std::int64_t unit = secondDigit(value);
        return (value / unit + 1) * unit;
    }
    const std::int64_t unit = secondDigit(value - 1);
    return (value - 1) / unit * unit;
}

std::int64_t stepDoubling(std::int64_t value, bool up) { return up ? std::max<std::int64_t>(1, value * 2) : value / 2; }

double stepRate(double value, bool up) {
    if (value <= 0.0) return up ? smallestRate : value;
    // 1, 2, 5, 10, ...: the neighbour of the value among them, tolerant of rounding.
    constexpr std::array mantissas{1.0, 2.0, 5.0, 10.0};
    const int exponent = static_cast<int>(std::floor(std::log10(value) + 1e-9));
    const double mantissa = value / std::pow(10.0, exponent);
    const auto rounded = [](double m, int e) { return e < 0 ? m / std::pow(10.0, -e) : m * std::pow(10.0, e); };
    if (up) {
        for (const double next : mantissas) {
            if (next > mantissa * (1 + 1e-9)) return rounded(next, exponent);
        }
    }
    const auto below =
        std::find_if(mantissas.rbegin(), mantissas.rend(), [mantissa](double next) { return next < mantissa * (1 - 1e-9); });
    return below == mantissas.rend() ? rounded(5.0, exponent - 1) : rounded(*below, exponent);
}

double stepReal(const Field& field, double value, bool up) {
    if (!std::isfinite(value)) return value;
    if (field.logarithmic) {
        const double next = stepRate(value, up);
        const bool reachesZero = field.minimum == 0.0 && !field.minimum_is_excluded;
        return reachesZero && next < smallestRate * (1 - 1e-9) ? 0.0 : next;
    }
    const double perUnit = field.maximum <= 1.0 ? 100.0 : 1.0;   // hundredths of a share, else whole units
    const double units = value * perUnit;
    const double next = up ? std::floor(units + 1e-9) + 1.0 : std::ceil(units - 1e-9) - 1.0;
    return next / perUnit;
}

FieldValue oneStep(const Field& field, const FieldValue& value, bool up) {
    if (std::holds_alternative<std::monostate>(value)) {
        if (!up) return value;
        if (field.kind == FieldKind::Seed) return std::uint64_t{0};
        return std::max<std::int64_t>(lowest(field), 0);
    }
    if (const auto* seed = std::get_if<std::uint64_t>(&value)) {
        if (up) return *seed == std::numeric_limits<std::uint64_t>::max() ? *seed : *seed + 1;
        if (*seed > 0) return *seed - 1;
        return field.empty_word.empty() ? value : FieldValue(std::monostate{});
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        if (!up && *integer <= lowest(field)) return field.empty_word.empty() ? value : FieldValue(std::monostate{});
        if (up && *integer >= highest(field) / 2) return value;
        const bool doubles = field.path == "training.batch_size";
        const std::int64_t next = doubles ? stepDoubling(*integer, up) : stepInteger(*integer, up);
        return std::clamp(next, lowest(field), highest(field));
    }
    if (const auto* real = std::get_if<double>(&value)) {
        const double next = stepReal(field, *real, up);
        if (next < field.minimum) return field.minimum_is_excluded ? value : FieldValue(field.minimum);
        if (field.minimum_is_excluded && next <= field.minimum) return value;
        return std::min(next, field.maximum);
    }
    return value;
}

}   // namespace

FieldValue stepped(const Field& field, const FieldValue& value, int steps) {
    FieldValue result = value;
    for (int done = 0; done < std::abs(steps); ++done) result = oneStep(field, result, steps > 0);
    return result;
}

}   // namespace overfit::ui
