#include "ui/charts/shared_axes.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace overfit::ui {

void shareAxes(std::vector<ChartContent>& contents) {
    std::optional<AxisRange> x, y;
    const auto include = [](std::optional<AxisRange>& range, double value) {
        if (!std::isfinite(value)) return;
        range = range ? AxisRange{std::min(range->low, value), std::max(range->high, value)} : AxisRange{value, value};
    };
    for (const ChartContent& content : contents) {
        for (const ChartLine& line : content.lines) {
            for (const double value : line.curve.x) include(x, value);
            for (const double value : line.curve.y) include(y, value);
        }
    }
    for (ChartContent& content : contents) {
        content.atLeastX = x;
        content.atLeastY = y;
    }
}

}   // namespace overfit::ui
