#pragma once

#include "core/runs/metric_table.h"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace overfit {

enum class TableLayout { Tidy, Wide };

/// What a chart or a table is to show: the one request that window, terminal and figure export share.
struct CurveRequest {
    std::vector<std::filesystem::path> runs;   // run folders, in order
    std::vector<std::string> metrics;          // names of metric_table(); empty = all that any run has
    XAxis axis = XAxis::Epoch;
    double smoothing = 0.0;
    bool log_y = false;
    TableLayout layout = TableLayout::Tidy;
};

/// RFC 4180 in the C locale, every point. Tidy: run,name,kind,step,epoch,time_s,metric,value (and smoothed when asked).
/// Wide: x and one column `<run>/<metric>`. Text cells that a spreadsheet would run as a formula get a leading '.
/// Throws Error for a run that cannot be read and UsageError for an unknown metric (nearest name).
std::string curves_as_csv(const CurveRequest& request);

}   // namespace overfit
