#pragma once

#include "core/comparison/results_table.h"

#include <string>

namespace overfit {

/// "97.2 %", "0.03412", "57", "41 s": one number of a measure. "NaN" where it is not finite.
std::string value_text(MeasureUnit unit, double value);

/// "97.2 ± 0.3 %": the mean and one sample standard deviation; a single value alone.
std::string statistics_text(MeasureUnit unit, const SampleStatistics& statistics);

/// "+1.2 ± 0.4": a difference and its standard error, fractions in percentage points. A "?" behind one that is less than
/// twice its standard error. Without an error where a single run has no spread.
std::string difference_text(MeasureUnit unit, const MeanDifference& difference);

}   // namespace overfit
