#pragma once

#include "ui/charts/chart_content.h"
#include "ui/curves/shown_run.h"

#include <span>

namespace overfit::ui {

/// A mark with the reason where a run failed or diverged: at its last recorded place.
void addFailure(ChartContent& content, const ShownRun& run);

/// The accuracy of a guess, a line for each that differs. Runs that do not know theirs add none.
void addChance(ChartContent& content, std::span<const ShownRun> runs);

}   // namespace overfit::ui
