#pragma once

#include "core/runs/metric_table.h"

namespace overfit {

/// `curve` with at most `most` points: first and last, and of each stretch between the smallest and the largest, so that no
/// spike is lost. Values that are not finite stay apart from the others. 0 = all.
Curve with_at_most(const Curve& curve, int most);

}   // namespace overfit
