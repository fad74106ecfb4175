#pragma once

#include "core/comparison/comparison.h"
#include "ui/charts/chart_content.h"
#include "ui/compare/comparison_choice.h"
#include "ui/curves/shown_run.h"

#include <span>
#include <vector>

namespace overfit::ui {

/// All groups in one chart. A group of several seeds is its mean with a band of one standard deviation, over the places that
/// all of them have recorded; where they share none (times), each run is drawn for itself. Colour: of the group's first run.
/// Runs that the comparison does not know yet are left out.
ChartContent overlayContent(std::span<const ShownRun> runs, const Comparison& comparison, const ComparisonChoice& choice);

/// One chart a group, titled by it, all with the same axes.
std::vector<ChartContent> gridContents(std::span<const ShownRun> runs, const Comparison& comparison,
                                       const ComparisonChoice& choice);

}   // namespace overfit::ui
