#include "core/exports/figure_metrics.h"

#include <algorithm>

namespace overfit {

namespace {

bool is_standard(const Metric& metric) {
    switch (metric.quantity) {
        case MetricQuantity::Train:
        case MetricQuantity::Test:
        case MetricQuantity::Validation:
        case MetricQuantity::Clean:
        case MetricQuantity::Corrupted: break;
        default: return false;
    }
    return metric.unit == MetricUnit::Nats || metric.unit == MetricUnit::Fraction;
}

}   // namespace

bool is_split(const Metric& metric) {
    switch (metric.quantity) {
        case MetricQuantity::Clean:
        case MetricQuantity::Corrupted:
        case MetricQuantity::CorruptedAsTrue:
        case MetricQuantity::TestCorrupted: return true;
        default: return false;
    }
}

std::vector<MetricGroup> figure_metrics(const CurveRequest& request) {
    std::vector<const Metric*> metrics;
    if (request.metrics.empty()) {
        for (const Metric& metric : metric_table()) {
            if (is_standard(metric)) metrics.push_back(&metric);
        }
        std::stable_partition(metrics.begin(), metrics.end(), [](const Metric* m) { return m->unit == MetricUnit::Nats; });
    } else {
        metrics = requested_metrics(request);
    }
    std::vector<MetricGroup> groups;
    for (const Metric* metric : metrics) {
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.unit == metric->unit; });
        if (group == groups.end()) group = groups.insert(groups.end(), {metric->unit, {}});
        group->metrics.push_back(metric);
    }
    return groups;
}

std::string_view group_title(const MetricGroup& group) {
    const bool one = std::all_of(group.metrics.begin(), group.metrics.end(),
                                 [&](const Metric* metric) { return metric == group.metrics.front(); });
    if (one) return group.metrics.front()->title;
    if (group.unit == MetricUnit::Nats) return "loss";
    return group.unit == MetricUnit::Fraction ? "accuracy" : "value";
}

std::string_view unit_title(MetricUnit unit) {
    switch (unit) {
        case MetricUnit::Nats: return "nats";
        case MetricUnit::ImagesPerSecond: return "images/s";
        case MetricUnit::Fraction:
        case MetricUnit::Rate: break;
    }
    return "";
}

}   // namespace overfit
