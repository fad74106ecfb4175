#include "ui/charts/curve_thinning.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace overfit::ui {

namespace {

/// Gathers one unbroken piece of a curve: of all points of a pixel column the smallest and the largest, in their order.
class ColumnThinner {
public:
    ColumnThinner(double low, double perColumn) : low_(low), perColumn_(perColumn) {}

    void add(QPointF point) {
        const auto column = static_cast<long>(std::floor((point.x() - low_) / perColumn_));
        if (count_ > 0 && column != column_) flush();
        column_ = column;
        last_ = point;
        if (count_ == 0 || point.y() < smallest_.point.y()) smallest_ = {point, count_};
        if (count_ == 0 || point.y() > largest_.point.y()) largest_ = {point, count_};
        if (points_.isEmpty() && count_ == 0) points_.append(point);
        ++count_;
    }

    QList<QPointF> finish() {
        if (count_ > 0) flush();
        if (!points_.isEmpty() && points_.back() != last_) points_.append(last_);
        return std::exchange(points_, {});
    }

private:
    struct Extreme {
        QPointF point;
        long order = 0;
    };

    void flush() {
        const bool smallestFirst = smallest_.order <= largest_.order;
        append(smallestFirst ? smallest_.point : largest_.point);
        append(smallestFirst ? largest_.point : smallest_.point);
        count_ = 0;
    }

    void append(QPointF point) {
        if (points_.isEmpty() || points_.back() != point) points_.append(point);
    }

    double low_, perColumn_;
    QList<QPointF> points_;
    QPointF last_;
    Extreme smallest_, largest_;
    long column_ = 0, count_ = 0;
};

AxisRange onAxis(AxisRange range, AxisScale scale) { return {toAxis(range.low, scale), toAxis(range.high, scale)}; }

/// Liang and Barsky: the part of a..b inside the box as parameters 0..1.
std::optional<std::pair<double, double>> partInside(QPointF a, QPointF b, AxisRange x, AxisRange y) {
    double from = 0.0, to = 1.0;
    const QPointF d = b - a;
    const double delta[] = {-d.x(), d.x(), -d.y(), d.y()};
    const double room[] = {a.x() - x.low, x.high - a.x(), a.y() - y.low, y.high - a.y()};
    for (int edge = 0; edge < 4; ++edge) {
        if (delta[edge] == 0.0) {
            if (room[edge] < 0.0) return std::nullopt;
            continue;
        }
        const double at = room[edge] / delta[edge];
        if (delta[edge] < 0.0)
            from = std::max(from, at);
        else
            to = std::min(to, at);
    }
    if (from > to) return std::nullopt;
    return std::pair{from, to};
}

}   // namespace

std::vector<QList<QPointF>> clippedLine(const QList<QPointF>& line, AxisRange x, AxisRange y) {
    std::vector<QList<QPointF>> parts;
    QList<QPointF> part;
    const auto close = [&] {
        if (part.size() > 1) parts.push_back(part);
        part.clear();
    };
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const auto inside = partInside(line[i], line[i + 1], x, y);
        if (!inside || inside->first >= inside->second) {   // outside, or touches a corner or edge
            close();
            continue;
        }
        const QPointF d = line[i + 1] - line[i];
        if (inside->first > 0.0) close();
        if (part.isEmpty()) part.append(line[i] + inside->first * d);
        part.append(inside->second < 1.0 ? line[i] + inside->second * d : line[i + 1]);
        if (inside->second < 1.0) close();
    }
    close();
    return parts;
}

ThinnedCurve thinCurve(std::span<const double> x, std::span<const double> y, const ThinningView& view) {
    ThinnedCurve thinned;
    const AxisRange xPlace = onAxis(view.x, view.xScale), yPlace = onAxis(view.y, view.yScale);
    const double perColumn = (xPlace.high - xPlace.low) / std::max(1, view.columns);
    if (!(perColumn > 0.0) || x.size() != y.size()) return thinned;

    // One point beyond each edge, so that lines leave the view instead of ending at the last point inside.
    const auto inside = std::lower_bound(x.begin(), x.end(), view.x.low);
    const auto beyond = std::upper_bound(inside, x.end(), view.x.high);
    const auto first = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, inside - x.begin() - 1));
    const auto last = std::min(x.size(), static_cast<std::size_t>(beyond - x.begin()) + 1);
    if (view.xScale == AxisScale::Log) {
        thinned.droppedBeforeX = static_cast<int>(std::upper_bound(x.begin(), x.end(), 0.0) - x.begin());
    }

    ColumnThinner thinner(xPlace.low, perColumn);
    const auto closeSegment = [&] {
        const QList<QPointF> points = thinner.finish();
        if (points.size() == 1) {
            const QPointF dot = points.front();
            if (dot.x() >= xPlace.low && dot.x() <= xPlace.high && dot.y() >= yPlace.low && dot.y() <= yPlace.high)
                thinned.dots.append(dot);
            return;
        }
        for (auto& part : clippedLine(points, xPlace, yPlace)) thinned.segments.push_back(std::move(part));
    };
    for (std::size_t i = first; i < last; ++i) {
        if (view.xScale == AxisScale::Log && !(x[i] > 0.0)) continue;
        const double placeX = toAxis(x[i], view.xScale);
        if (!std::isfinite(y[i])) {
            closeSegment();
        } else if (view.yScale == AxisScale::Log && y[i] <= 0.0) {
            closeSegment();
            const bool shown = placeX >= xPlace.low && placeX <= xPlace.high;
            const bool newColumn = thinned.droppedX.empty() || placeX - thinned.droppedX.back() >= perColumn;
            if (shown && newColumn) thinned.droppedX.push_back(placeX);
        } else {
            thinner.add({placeX, toAxis(y[i], view.yScale)});
        }
    }
    closeSegment();
    return thinned;
}

}   // namespace overfit::ui
