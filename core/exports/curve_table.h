#pragma once

#include "core/exports/curve_request.h"

#include <string>

namespace overfit {

/// RFC 4180 in the C locale, every point. Tidy: run,name,kind,step,epoch,time_s,metric,value (and smoothed when asked).
/// Wide: x and one column `<run>/<metric>`. Text cells that a spreadsheet would run as a formula get a leading '.
/// Throws Error for a run that cannot be read and UsageError for an unknown metric (nearest name).
std::string curves_as_csv(const CurveRequest& request);

}   // namespace overfit
