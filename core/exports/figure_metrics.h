#pragma once

#include "core/exports/curve_request.h"

#include <vector>

namespace overfit {

/// The metrics of one chart: they share a unit, and so an axis.
struct MetricGroup {
    MetricUnit unit;
    std::vector<const Metric*> metrics;
    bool operator==(const MetricGroup&) const = default;
};

/// A group for each unit, in the order in which the request names its metrics. Where it names none: loss and accuracy of
/// train, test and validation, and split by clean and corrupted labels.
std::vector<MetricGroup> figure_metrics(const CurveRequest& request);

/// Whether a metric speaks of corrupted labels and so says nothing of a run without them.
bool is_split(const Metric& metric);

/// "train loss" when all are of one metric, else "loss", "accuracy", "value".
std::string_view group_title(const MetricGroup& group);

/// "nats", "images/s"; empty for percent and plain numbers.
std::string_view unit_title(MetricUnit unit);

}   // namespace overfit
