#pragma once

#include "ui/charts/axis_ticks.h"

#include <QList>
#include <QPointF>
#include <span>
#include <vector>

namespace overfit::ui {

/// The part of a curve that a chart shows, and how finely.
struct ThinningView {
    AxisRange x, y;
    AxisScale xScale = AxisScale::Linear;
    AxisScale yScale = AxisScale::Linear;
    int columns = 1;   // pixels of the plot from left to right
};

/// A curve ready to draw, in places on the axes (logarithms where the axis is logarithmic), cut at the edges of the view.
struct ThinnedCurve {
    std::vector<QList<QPointF>> segments;   // two points or more each; a gap lies between them where a value is not finite
    QList<QPointF> dots;                    // values without neighbours
    std::vector<double> droppedX;           // places where a log y axis has no room for a value <= 0, one per column
    int droppedBeforeX = 0;                 // values at x <= 0 that a log x axis has no room for
};

/// Keeps the smallest and the largest value of each pixel column, so that no spike is lost, and the first and last of each
/// segment. x ascends; x and y have the same length.
ThinnedCurve thinCurve(std::span<const double> x, std::span<const double> y, const ThinningView& view);

/// The parts of a polyline inside a box, cut exactly at its edges (SVG painters do not clip).
std::vector<QList<QPointF>> clippedLine(const QList<QPointF>& line, AxisRange x, AxisRange y);

}   // namespace overfit::ui
