#pragma once

#include "core/runs/metric_table.h"

#include <cstddef>
#include <span>
#include <vector>

namespace overfit {

/// The mean of several runs' curves with its spread.
struct MeanCurve {
    std::size_t n = 0;               // runs at every place
    Curve mean;                      // y is NaN where a run has no finite value
    std::vector<double> low, high;   // mean -+ one sample standard deviation; as long as the mean
    double longest = 0.0;            // the last place that any of the runs recorded: greater than the mean's own end
                                     // where a run stopped earlier
};

/// Over the places (equal x) that all curves have recorded, so that n is the same everywhere: where runs drop out, a mean
/// over the rest jumps although no network changed. Curves without points, or with a place that is not finite, count as
/// none; one curve has no spread (low = mean = high).
MeanCurve mean_curve(std::span<const Curve> curves);

}   // namespace overfit
