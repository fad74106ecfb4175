#pragma once

#include "core/runs/metrics_file.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace overfit {

enum class MetricUnit { Nats, Fraction, Rate, ImagesPerSecond };

/// Which set a metric speaks of; decides the dash of its line.
enum class MetricQuantity { Train, Test, TestCorrupted, Validation, Clean, Corrupted, CorruptedAsTrue, Running, Other };

/// A metric by the one name that metrics.jsonl, CSV headers and TensorBoard tags share.
struct Metric {
    std::string_view name;    // "test_accuracy"
    std::string_view title;   // "test accuracy (clean labels)"
    std::string_view explanation;
    MetricUnit unit;
    MetricQuantity quantity;
    std::optional<double> (*of_epoch)(const EpochMetrics&);   // null when epochs do not have it
    std::optional<double> (*of_step)(const StepReport&);      // null when steps do not have it
};

std::span<const Metric> metric_table();
const Metric* find_metric(std::string_view name);

enum class XAxis { Epoch, Step, Time };

/// One curve of one run: x ascending; y may be NaN or infinite where the run diverged. Points without a value are left out.
struct Curve {
    std::vector<double> x, y;
};

/// The epoch values where epochs have the metric, else the step values; running_* take the finer step values.
Curve curve_of(const RunMetrics& metrics, const Metric& metric, XAxis axis);

}   // namespace overfit
