#include "core/analysis/seed_statistics.h"

#include <algorithm>
#include <cmath>

namespace overfit {

namespace {

/// Over n - 1; in two passes, as one pass loses digits where the spread is small beside the mean.
double sample_deviation(std::span<const double> values, double mean) {
    double squares = 0.0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

}   // namespace

SampleStatistics sample_statistics(std::span<const double> values) {
    SampleStatistics statistics;
    statistics.n = values.size();
    const bool all_finite = std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
    if (values.empty() || !all_finite) return statistics;
    double sum = 0.0;
    for (const double value : values) sum += value;
    statistics.mean = sum / static_cast<double>(values.size());
    const auto [minimum, maximum] = std::ranges::minmax(values);
    statistics.minimum = minimum;
    statistics.maximum = maximum;
    if (values.size() > 1) statistics.standard_deviation = sample_deviation(values, statistics.mean);
    return statistics;
}

bool MeanDifference::stands_out() const { return standard_error && std::abs(difference) >= 2.0 * *standard_error; }

std::optional<MeanDifference> mean_difference(const SampleStatistics& sample, const SampleStatistics& base) {
    if (!std::isfinite(sample.mean) || !std::isfinite(base.mean)) return std::nullopt;
    MeanDifference result{.difference = sample.mean - base.mean, .standard_error = std::nullopt};
    if (sample.standard_deviation && base.standard_deviation) {
        const auto variance_of_mean = [](const SampleStatistics& of) {
            return *of.standard_deviation * *of.standard_deviation / static_cast<double>(of.n);
        };
        result.standard_error = std::sqrt(variance_of_mean(sample) + variance_of_mean(base));
    }
    return result;
}

}   // namespace overfit
