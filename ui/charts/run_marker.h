#pragma once

#include <QColor>
#include <QPainter>
#include <QPointF>

namespace overfit::ui {

/// Shapes that differ in grey: the n-th run's marker in figures; hollow ones first, then the same filled.
inline constexpr int markerShapes = 20;

void paintMarker(QPainter& painter, QPointF centre, int place, const QColor& colour, const QColor& paper);

}   // namespace overfit::ui
