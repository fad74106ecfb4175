#pragma once

#include "core/exports/curve_request.h"
#include "ui/exports/figure_page.h"

#include <vector>

namespace overfit::ui {

class CurveChart;

/// The charts of a request, read from its run folders: one for each unit; loss and accuracy where it names no metric.
/// Throws UsageError for what is no run folder, Error where one cannot be read or has no value of these metrics.
std::vector<FigurePanel> readPanels(const CurveRequest& request);

/// What the reader sees of a chart.
FigurePanel panelOf(const CurveChart& chart);

/// The request that draws these panels, as far as a request can tell.
CurveRequest requestOf(const std::vector<FigurePanel>& panels);

/// Why a request cannot tell all of it, in words; empty when it can.
QString beyondRequest(const std::vector<FigurePanel>& panels);

}   // namespace overfit::ui
