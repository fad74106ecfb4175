#pragma once

#include "ui/charts/axis_ticks.h"

#include <QPointF>
#include <QRectF>

namespace overfit::ui {

/// Where values lie on the chart: from values to logical pixels and back.
struct ChartGeometry {
    static constexpr double padding = 5.0;   // between the plot's edge and the ends of the ranges: full lines at 0 and 100 %

    QRectF plot;
    AxisRange x, y;
    AxisScale xScale = AxisScale::Linear;
    AxisScale yScale = AxisScale::Linear;

    QRectF inner() const { return plot.adjusted(padding, padding, -padding, -padding); }

    double sceneX(double value) const;
    double sceneY(double value) const;
    double valueAtX(double sceneX) const;
    double valueAtY(double sceneY) const;

    /// The ranges that the whole plot spans, padding included: in values, and in places on the axes.
    AxisRange drawnX() const;
    AxisRange drawnY() const;
    AxisRange drawnPlacesX() const;
    AxisRange drawnPlacesY() const;

    /// A point given in places on the axes (as thinCurve returns them).
    QPointF scenePoint(QPointF place) const;
};

/// `range` grown or shrunk by `factor` around `centre`, which stays where it is on the axis.
AxisRange zoomedRange(AxisRange range, AxisScale scale, double centre, double factor);

/// `range` moved by a share of its own width on the axis.
AxisRange pannedRange(AxisRange range, AxisScale scale, double share);

}   // namespace overfit::ui
