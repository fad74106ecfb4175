#include "ui/charts/shared_axes.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace overfit::ui {

void shareAxes(std::vector<ChartContent>& contents) {
    std::optional<AxisRange> x, y;
    const auto include = [](std::optional<AxisRange>& range, double value, bool logarithmic) {
        if (!std::isfinite(value) || (logarithmic && !(value > 0.0))) return;
        range = range ? AxisRange{std::min(range->low, value), std::max(range->high, value)} : AxisRange{value, value};
    };
    for (const ChartContent& content : contents) {
        for (const ChartLine& line : content.lines) {
            for (const double value : line.curve.x) include(x, value, content.logX);
            for (const double value : line.curve.y) include(y, value, content.logY);
        }
    }
    for (ChartContent& content : contents) {
        content.atLeastX = x;
        content.atLeastY = y;
    }
}

}   // namespace overfit::ui
