#pragma once

#include "ui/charts/chart_content.h"
#include "ui/charts/chart_geometry.h"

#include <QPolygonF>
#include <vector>

namespace overfit::ui {

/// The outlines of a band in the scene, cut at the plot's edges (SVG painters do not clip); more than one where it has gaps.
/// What a log axis has no room for lies on its lower edge.
std::vector<QPolygonF> bandOutlines(const std::vector<double>& x, const ChartBand& band, const ChartGeometry& geometry);

}   // namespace overfit::ui
