#pragma once

#include <vector>

namespace overfit::ui {

/// The median, of two middle values the larger: a machine that was busy with something else spoils fewer than half of the
/// measurements. 0 of nothing.
double medianOf(std::vector<double> values);

}   // namespace overfit::ui
