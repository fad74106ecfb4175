#pragma once

#include "ui/charts/chart_frame.h"
#include "ui/charts/shown_line.h"

#include <QHash>
#include <QList>
#include <QPen>
#include <optional>
#include <span>
#include <vector>

namespace overfit::ui {

/// What the reader has zoomed to; nothing = the whole.
struct ChartZoom {
    std::optional<AxisRange> x, y;
    bool operator==(const ChartZoom&) const = default;
};

/// How a chart is looked at.
struct ChartView {
    QSizeF size{400.0, 260.0};
    ChartTheme theme = paperTheme();
    QFont font;
    ChartZoom zoom;
    bool raw = true;            // the raw line beneath a smoothed one
    bool markers = false;       // a shape for each run, where there are several: for print
    double cornerWidth = 0.0;   // kept free in the upper right corner
    double devicePixel = 0.0;   // of a screen, as a width on it: many lines are drawn so thin; 0: paper, which has none
};

/// A piece of a curve as it is drawn, in places on the axes.
struct DrawnLine {
    QPen pen;
    QList<QPointF> points;
};

/// A chart worked out for a view: what is drawn where. A value without widgets, so that figures are drawn on any thread.
struct ChartPicture {
    ChartFrame frame;
    std::vector<DrawnLine> lines;   // raw lines below all smoothed ones
    QHash<QString, int> pieces;     // by lineKey(), raw and smoothed together: what a test counts
    AxisRange fullX, fullY;         // the ranges that show everything, whatever the zoom
};

ChartPicture layOutChart(const ChartContent& content, std::span<const ShownLine> lines, const ChartView& view);

/// All of it, for figures; on the screen Qt Charts draws the lines.
void paintChart(QPainter& painter, const ChartPicture& picture);

}   // namespace overfit::ui
