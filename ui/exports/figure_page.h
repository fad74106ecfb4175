#pragma once

#include "core/exports/figure_options.h"
#include "ui/charts/axis_ticks.h"
#include "ui/charts/chart_content.h"

#include <QPainter>
#include <QSizeF>
#include <optional>
#include <span>
#include <vector>

namespace overfit::ui {

/// One chart of a figure.
struct FigurePanel {
    ChartContent content;
    std::optional<AxisRange> x = std::nullopt, y = std::nullopt;   // the part to show; nothing = the whole
    bool linesHidden = false;                                      // single lines of a run are switched off
};

/// A grid: one chart a run, each named by its title.
bool isGrid(std::span<const FigurePanel> panels);

/// A figure is laid out in units of which 12 are the height of its font: with a larger font lines and margins grow, too.
double pixelsPerUnit(const FigureOptions& options);
QSizeF figureUnits(const FigureOptions& options);

/// Title, charts beside each other in a wide figure and else above each other, more than two in a grid, legends; in units,
/// from the origin.
void paintFigure(QPainter& painter, std::span<const FigurePanel> panels, const FigureOptions& options);

/// "train loss" when all lines are of one metric, else the content's own title.
QString figureTitle(const ChartContent& content);

}   // namespace overfit::ui
