#include "ui/charts/chart_band.h"

#include <algorithm>
#include <cmath>

namespace overfit::ui {

namespace {

double sceneEdge(double value, const ChartGeometry& geometry) {
    const bool belowAxis = geometry.yScale == AxisScale::Log && value <= 0.0;
    return belowAxis ? geometry.plot.bottom() : geometry.sceneY(value);
}

/// One piece without gaps: along the upper edge, back along the lower one.
QPolygonF outline(const std::vector<double>& x, const ChartBand& band, std::size_t from, std::size_t to,
                  const ChartGeometry& geometry) {
    QPolygonF polygon;
    for (std::size_t i = from; i < to; ++i) polygon << QPointF(geometry.sceneX(x[i]), sceneEdge(band.high[i], geometry));
    for (std::size_t i = to; i > from; --i) {
        polygon << QPointF(geometry.sceneX(x[i - 1]), sceneEdge(band.low[i - 1], geometry));
    }
    return polygon;
}

}   // namespace

std::vector<QPolygonF> bandOutlines(const std::vector<double>& x, const ChartBand& band, const ChartGeometry& geometry) {
    const QPolygonF plot(geometry.plot);
    std::vector<QPolygonF> outlines;
    const std::size_t size = std::min({x.size(), band.low.size(), band.high.size()});
    const auto drawable = [&](std::size_t i) {
        return std::isfinite(band.low[i]) && std::isfinite(band.high[i]) &&
               !(geometry.xScale == AxisScale::Log && x[i] <= 0.0);
    };
    for (std::size_t from = 0; from < size;) {
        std::size_t to = from;
        while (to < size && drawable(to)) ++to;
        if (to > from + 1) {
            QPolygonF cut = outline(x, band, from, to, geometry).intersected(plot);
            if (!cut.isEmpty()) outlines.push_back(std::move(cut));
        }
        from = to + 1;
    }
    return outlines;
}

}   // namespace overfit::ui
