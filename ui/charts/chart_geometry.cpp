#include "ui/charts/chart_geometry.h"

namespace overfit::ui {

namespace {

AxisRange places(AxisRange range, AxisScale scale) { return {toAxis(range.low, scale), toAxis(range.high, scale)}; }

AxisRange values(AxisRange range, AxisScale scale) { return {fromAxis(range.low, scale), fromAxis(range.high, scale)}; }

AxisRange padded(AxisRange range, double inner, double padding) {
    const double extra = inner > 0.0 ? (range.high - range.low) * padding / inner : 0.0;
    return {range.low - extra, range.high + extra};
}

}   // namespace

QPointF ChartGeometry::scenePoint(QPointF place) const {
    const QRectF box = inner();
    const AxisRange px = places(x, xScale), py = places(y, yScale);
    return {box.left() + (place.x() - px.low) / (px.high - px.low) * box.width(),
            box.bottom() - (place.y() - py.low) / (py.high - py.low) * box.height()};
}

double ChartGeometry::sceneX(double value) const { return scenePoint({toAxis(value, xScale), 0.0}).x(); }
double ChartGeometry::sceneY(double value) const { return scenePoint({0.0, toAxis(value, yScale)}).y(); }

double ChartGeometry::valueAtX(double sceneX) const {
    const AxisRange px = places(x, xScale);
    return fromAxis(px.low + (sceneX - inner().left()) / inner().width() * (px.high - px.low), xScale);
}

double ChartGeometry::valueAtY(double sceneY) const {
    const AxisRange py = places(y, yScale);
    return fromAxis(py.low + (inner().bottom() - sceneY) / inner().height() * (py.high - py.low), yScale);
}

AxisRange ChartGeometry::drawnPlacesX() const { return padded(places(x, xScale), inner().width(), padding); }
AxisRange ChartGeometry::drawnPlacesY() const { return padded(places(y, yScale), inner().height(), padding); }
AxisRange ChartGeometry::drawnX() const { return values(drawnPlacesX(), xScale); }
AxisRange ChartGeometry::drawnY() const { return values(drawnPlacesY(), yScale); }

AxisRange zoomedRange(AxisRange range, AxisScale scale, double centre, double factor) {
    const AxisRange place = places(range, scale);
    const double at = toAxis(centre, scale);
    return values({at + (place.low - at) * factor, at + (place.high - at) * factor}, scale);
}

AxisRange pannedRange(AxisRange range, AxisScale scale, double share) {
    const AxisRange place = places(range, scale);
    const double shift = share * (place.high - place.low);
    return values({place.low + shift, place.high + shift}, scale);
}

}   // namespace overfit::ui
