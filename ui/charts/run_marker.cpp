#include "ui/charts/run_marker.h"

#include <QPen>
#include <QPolygonF>
#include <cmath>
#include <numbers>

namespace overfit::ui {

namespace {

constexpr double radius = 3.0;

/// A regular polygon with a corner at `turn` (in full turns, 0 = up); `inner` < 1 makes a star of it.
QPolygonF polygon(QPointF centre, int corners, double turn = 0.0, double inner = 1.0) {
    QPolygonF points;
    const int count = inner < 1.0 ? 2 * corners : corners;
    for (int i = 0; i < count; ++i) {
        const double angle = 2.0 * std::numbers::pi * (turn + static_cast<double>(i) / count);
        const double reach = radius * 1.2 * (inner < 1.0 && i % 2 == 1 ? inner : 1.0);
        points << centre + QPointF(std::sin(angle), -std::cos(angle)) * reach;
    }
    return points;
}

void paintCross(QPainter& painter, QPointF centre, bool upright) {
    const double arm = upright ? 1.2 * radius : 0.9 * radius;
    const QPointF a = upright ? QPointF(arm, 0.0) : QPointF(arm, arm), b = upright ? QPointF(0.0, arm) : QPointF(arm, -arm);
    painter.drawLine(centre - a, centre + a);
    painter.drawLine(centre - b, centre + b);
}

}   // namespace

void paintMarker(QPainter& painter, QPointF centre, int place, const QColor& colour, const QColor& paper) {
    const int shape = place % markerShapes;
    const bool filled = shape >= markerShapes / 2;
    painter.setPen(QPen(colour, 1.2, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(filled ? colour : paper);
    switch (shape % (markerShapes / 2)) {
        case 0: painter.drawEllipse(centre, radius, radius); break;
        case 1: painter.drawPolygon(polygon(centre, 4, 0.125)); break;
        case 2: painter.drawPolygon(polygon(centre, 3)); break;
        case 3: painter.drawPolygon(polygon(centre, 4)); break;
        case 4: painter.drawPolygon(polygon(centre, 3, 0.5)); break;
        case 5: filled ? painter.drawPolygon(polygon(centre, 6)) : paintCross(painter, centre, false); break;
        case 6: filled ? painter.drawPolygon(polygon(centre, 3, 0.25)) : paintCross(painter, centre, true); break;
        case 7: painter.drawPolygon(polygon(centre, 5, 0.0, 0.45)); break;
        case 8: painter.drawPolygon(polygon(centre, 5)); break;
        default: painter.drawPolygon(polygon(centre, 4, 0.0, 0.4)); break;
    }
    painter.setBrush(Qt::NoBrush);
}

}   // namespace overfit::ui
