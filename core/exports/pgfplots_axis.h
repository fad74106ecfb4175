#pragma once

#include "core/exports/curve_request.h"
#include "core/exports/figure_metrics.h"
#include "core/exports/figure_options.h"
#include "core/runs/metrics_file.h"

#include <optional>
#include <string>
#include <vector>

namespace overfit {

/// One run with what the file needs of it.
struct PgfplotsSource {
    std::string name, colour;
    RunMetrics metrics;
    bool corrupted = false;
    double chance = 0.0;        // accuracy of a guess; 0 = unknown
    std::string failure = {};   // why it ended early; empty otherwise
};

struct PgfplotsFigure {
    const CurveRequest& request;
    const FigureOptions& options;
    std::vector<PgfplotsSource> sources;
};

/// One axis of a groupplot: the group's metrics of all runs, whose colours are named run0, run1, ... With `only`, one of a
/// grid: of that run alone, titled by it, with the ranges of all; `legend`: tells what
/// the dashes mean, of the metrics that any run has. Empty where there is no value to draw.
std::string pgfplots_axis(const PgfplotsFigure& figure, const MetricGroup& group,
                          std::optional<std::size_t> only = std::nullopt, bool legend = true);

}   // namespace overfit
