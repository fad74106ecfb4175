#pragma once

#include "ui/charts/chart_content.h"
#include "ui/charts/chart_geometry.h"
#include "ui/charts/chart_style.h"

#include <QFont>
#include <QPainter>
#include <QPolygonF>
#include <QSizeF>
#include <QStringList>
#include <vector>

namespace overfit::ui {

/// Everything in a chart that is not a curve: grid, numbers, titles, reference lines and marks. Drawn here rather than by Qt
/// Charts' axes, which shorten labels to "...", know no percent and draw nothing of a logarithmic series with a zero.
struct ChartFrame {
    QSizeF size;
    QFont font;
    ChartTheme theme;
    ChartGeometry geometry;
    std::vector<AxisTick> xTicks, yTicks;
    QString title;                   // "loss (nats)": stands above the y axis
    QString xTitle;                  // "epoch"
    QStringList notes;               // "smoothed 0.60": beside the title, or below it where there is no room
    double cornerWidth = 0.0;        // kept free in the upper right corner
    std::vector<QString> noteRows;   // how the notes are set
    bool notesBesideTitle = true;
    std::vector<ReferenceLine> references;

    struct Label {
        QRectF place;   // empty: nowhere
        QString words;
    };
    std::vector<Label> referenceLabels;
    std::vector<ChartMark> marks;
    QString emptyText;   // shown instead of everything else when not empty

    struct Dot {
        QPointF place;
        QColor colour;
    };
    struct Band {
        QPolygonF outline;   // in the scene
        QColor colour;
    };
    std::vector<Band> bands;
    std::vector<Dot> dots;      // values without neighbours; places on the axes
    std::vector<Dot> dropped;   // values <= 0 on a log axis: marked at the lower edge (y unused)

    struct Marker {
        QPointF place;   // on the axes
        QColor colour;
        int shape = 0;   // paintMarker()
    };
    std::vector<Marker> markers;
};

/// Fills in geometry.plot and the ticks from size, font and the ranges and scales already set.
void layOutFrame(ChartFrame& frame, const ChartContent& content);

void paintBelowCurves(QPainter& painter, const ChartFrame& frame);
void paintAboveCurves(QPainter& painter, const ChartFrame& frame);

}   // namespace overfit::ui
