#pragma once

#include <span>
#include <vector>

namespace overfit {

/// Debiased exponential moving average: the first value is the first raw one, not pulled to zero. weight in 0..<1; 0 = raw.
/// A value that is not finite stays as it is and does not enter the average.
std::vector<double> smoothed(std::span<const double> values, double weight);

}   // namespace overfit
