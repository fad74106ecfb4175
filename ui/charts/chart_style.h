#pragma once

#include "core/runs/metric_table.h"
#include "ui/charts/axis_ticks.h"

#include <QColor>
#include <QPalette>
#include <QPen>
#include <QString>

namespace overfit::ui {

/// run_colour() of core/exports/line_style.h.
QColor runColour(int index);

/// `colour` made lighter or darker, hue kept, until it stands out from `background` (contrast 3:1, WCAG for graphics).
QColor readableOn(QColor colour, const QColor& background);

/// The palette's faint text likewise, until it can be read (contrast 4.5:1, WCAG for text).
QColor faintTextOn(const QPalette& palette, const QColor& background);

/// Colours of everything in a chart but the curves.
struct ChartTheme {
    QColor background, paper;   // what is painted, and what is seen through a transparent one
    QColor text, faintText, grid, axis, reference, failure, panel, panelEdge;
};

/// By the lightness of palette.window(): Qt 6.4 has no colour scheme to ask for.
bool isDark(const QPalette& palette);
ChartTheme chartTheme(const QPalette& palette);
ChartTheme paperTheme();   // on white, for figures

inline constexpr double curveWidth = 1.5;
inline constexpr double bandOpacity = 0.18;   // of the spread around a mean
inline constexpr double rawOpacity = 0.3;     // of the raw line beneath a smoothed one

/// Colour = run, dash = quantity: train solid, test dashed, running dotted.
QPen curvePen(const QColor& colour, MetricQuantity quantity, double width = curveWidth);

/// "train", "test", "corrupted": the short name in a legend.
QString quantityTitle(MetricQuantity quantity);

/// How values of a unit are written, and what stands in brackets behind a title ("nats"; empty for percent).
NumberStyle numberStyle(MetricUnit unit);
QString unitTitle(MetricUnit unit);

/// "epoch", "step", "time (s)".
QString axisTitle(XAxis axis);

/// Whole for epochs and steps.
NumberStyle numberStyle(XAxis axis);

}   // namespace overfit::ui
