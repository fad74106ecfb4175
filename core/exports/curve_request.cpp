#include "core/exports/curve_request.h"

#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>

namespace overfit {

namespace {

bool is_colour(std::string_view text) {
    return text.size() == 7 && text.front() == '#' &&
           text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

void check_count(std::string_view what, std::size_t given, std::size_t runs) {
    if (given == 0 || given == runs) return;
    throw UsageError({.where = std::string(what),
                      .problem = fmt::format("expected one for each of {} runs, found {}", runs, given),
                      .remedy = fmt::format("give one {} for each run, in their order", what)});
}

}   // namespace

std::vector<const Metric*> requested_metrics(const CurveRequest& request) {
    std::vector<const Metric*> metrics;
    std::vector<std::string> known;
    for (const Metric& metric : metric_table()) {
        known.emplace_back(metric.name);
        if (request.metrics.empty()) metrics.push_back(&metric);
    }
    for (const std::string& name : request.metrics) {
        const Metric* metric = find_metric(name);
        if (metric == nullptr) {
            const auto nearest = nearest_name(name, known);
            throw UsageError({.where = "metric " + excerpt(name),
                              .problem = fmt::format("expected one of {}", join(known)),
                              .remedy = nearest ? fmt::format("the nearest is {}", *nearest) : ""});
        }
        metrics.push_back(metric);
    }
    return metrics;
}

void check_curves(const CurveRequest& request) {
    requested_metrics(request);
    if (!(request.smoothing >= 0.0 && request.smoothing < 1.0)) {
        throw UsageError(
            {.where = "smoothing",
             .problem = fmt::format("expected a weight from 0 to below 1, found {}", shortest_text(request.smoothing)),
             .remedy = ""});
    }
    for (const std::string& colour : request.colours) {
        if (is_colour(colour)) continue;
        throw UsageError({.where = "colour",
                          .problem = fmt::format("expected one like #0072b2, found {}", excerpt(colour)),
                          .remedy = "give one colour for each run, in their order"});
    }
    check_count("colour", request.colours.size(), request.runs.size());
    check_count("name", request.names.size(), request.runs.size());
}

std::string_view axis_name(XAxis axis) {
    switch (axis) {
        case XAxis::Epoch: return "epoch";
        case XAxis::Step: return "step";
        case XAxis::Time: break;
    }
    return "time_s";
}

}   // namespace overfit
