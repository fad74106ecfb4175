#pragma once

#include <QString>
#include <vector>

namespace overfit::ui {

enum class AxisScale { Linear, Log };
enum class NumberStyle { Plain, Percent, Whole };

/// What an axis shows, in the unit of the values (never in logarithms). A range of a log axis is above zero.
struct AxisRange {
    double low = 0.0;
    double high = 1.0;
    bool operator==(const AxisRange&) const = default;
};

struct AxisTick {
    double value = 0.0;
    QString text;
};

/// The range that shows all of `data` and ends on a round number, so that a growing curve moves the axis in steps and not
/// at every point. Linear ranges of values >= 0 start at zero.
AxisRange steppedRange(AxisRange data, AxisScale scale);

/// At most about `most` ticks inside `range`, on round numbers. Whole: never between two integers.
std::vector<AxisTick> axisTicks(AxisRange range, AxisScale scale, NumberStyle style, int most);

/// A value for people: four significant digits with thousands separators, percent with one decimal.
QString numberText(double value, NumberStyle style);

/// The place of a value on its axis: itself, or its decimal logarithm.
double toAxis(double value, AxisScale scale);
double fromAxis(double place, AxisScale scale);

}   // namespace overfit::ui
