#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>

namespace overfit {

/// What several runs of one experiment say of a value. Values that are not finite make mean, minimum and maximum NaN: a
/// diverged run is not averaged away.
struct SampleStatistics {
    std::size_t n = 0;
    double mean = std::numeric_limits<double>::quiet_NaN();   // NaN where n = 0
    double minimum = std::numeric_limits<double>::quiet_NaN();
    double maximum = std::numeric_limits<double>::quiet_NaN();
    std::optional<double> standard_deviation;   // of the sample, over n - 1; a single value has none
    bool operator==(const SampleStatistics&) const = default;
};

SampleStatistics sample_statistics(std::span<const double> values);

/// How far apart two means are, and how far they might be by chance.
struct MeanDifference {
    double difference = 0.0;                // mean - mean of the base
    std::optional<double> standard_error;   // sqrt(s^2/n + s_base^2/n_base), Welch; nothing where either has no spread

    /// At least twice its standard error. A rule of thumb, not a test: with n = 3 chance alone does it now and then.
    bool stands_out() const;
};

/// Nothing where either mean is not finite.
std::optional<MeanDifference> mean_difference(const SampleStatistics& sample, const SampleStatistics& base);

}   // namespace overfit
