#pragma once

#include "ui/charts/chart_content.h"

namespace overfit::ui {

/// The chart in words, for screen readers: "train accuracy of 2 runs, epochs 0-100; random labels ends at 100.0 %".
QString chartSummary(const ChartContent& content);

}   // namespace overfit::ui
