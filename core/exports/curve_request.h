#pragma once

#include "core/runs/metric_table.h"

#include <filesystem>
#include <string>
#include <vector>

namespace overfit {

enum class TableLayout { Tidy, Wide };

/// What a chart or a table is to show: the one request that window, terminal and figure export share.
struct CurveRequest {
    std::vector<std::filesystem::path> runs;   // run folders, in order
    std::vector<std::string> names;            // by run; empty = the user's own, else the run's
    std::vector<std::string> colours;          // "#0072b2" by run; empty = the user's own, else the palette's
    std::vector<std::string> metrics;          // names of metric_table(); empty = all that any run has
    XAxis axis = XAxis::Epoch;
    double smoothing = 0.0;
    bool log_x = false, log_y = false;   // a table has every value all the same
    bool grid = false;                   // a chart for each run, all with the same axes; a table is the same
    TableLayout layout = TableLayout::Tidy;
};

/// Throws UsageError for an unknown metric (nearest name), a smoothing outside of 0..<1, a colour that is none, or names or
/// colours that are not one for each run.
void check_curves(const CurveRequest& request);

/// The metrics of the request in its order; all of the table where it names none. Throws like check_curves.
std::vector<const Metric*> requested_metrics(const CurveRequest& request);

/// "epoch", "step", "time_s".
std::string_view axis_name(XAxis axis);

}   // namespace overfit
