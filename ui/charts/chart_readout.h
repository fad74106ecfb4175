#pragma once

#include "ui/charts/chart_geometry.h"
#include "ui/charts/chart_style.h"
#include "ui/charts/shown_line.h"

#include <QPainter>
#include <QPointF>
#include <optional>
#include <span>
#include <vector>

namespace overfit::ui {

/// One line's value at the pointer.
struct ReadoutRow {
    const ChartLine* line = nullptr;
    double x = 0.0, y = 0.0;      // the raw point
    QString value;                // "97.2 %"
    QString smoothedValue = {};   // empty when nothing is smoothed
    QPointF point = {};           // where it is drawn
    bool nearest = false;         // of all rows the one at the pointer
};

/// What the chart tells about the place under the pointer.
struct Readout {
    QString title;                  // "epoch 37"
    double x = 0.0;                 // the recorded place nearest to the pointer
    std::vector<ReadoutRow> rows;   // largest value first
};

/// Nothing when no line is visible or `pointer` is outside the plot.
std::optional<Readout> readoutAt(std::span<const ShownLine> lines, const ChartContent& content,
                                 const ChartGeometry& geometry, QPointF pointer);

/// The recorded place of a visible line next to `from` in a direction (1 right, -1 left); nothing beyond the last.
std::optional<double> nextPlace(std::span<const ShownLine> lines, double from, int direction);

/// The read-out in words, for a screen reader: "epoch 37: random labels train 97.2 % (nearest), ...".
QString readoutText(const Readout& readout);

/// The run whose line passes within `reach` pixels of the pointer; null when none does.
const ChartLine* lineNear(std::span<const ShownLine> lines, const ChartGeometry& geometry, QPointF pointer, double reach);

void paintReadout(QPainter& painter, const Readout& readout, const ChartGeometry& geometry, const ChartTheme& theme,
                  QPointF pointer);

}   // namespace overfit::ui
