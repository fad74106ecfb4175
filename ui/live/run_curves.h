#pragma once

#include "ui/charts/chart_content.h"
#include "ui/live/shown_run.h"

#include <QSet>
#include <filesystem>
#include <vector>

namespace overfit::ui {

/// Which curves of the runs are drawn, and how.
struct CurveChoice {
    XAxis axis = XAxis::Epoch;
    double smoothing = 0.0;
    bool logX = false;
    bool logLoss = false;
    QSet<int> hidden = {static_cast<int>(MetricQuantity::Running), static_cast<int>(MetricQuantity::TestCorrupted),
                        static_cast<int>(MetricQuantity::CorruptedAsTrue)};   // MetricQuantity values not drawn

    bool shows(MetricQuantity quantity) const { return !hidden.contains(static_cast<int>(quantity)); }
};

/// The two main charts: every chosen quantity of every run. The clean/corrupted split appears only for runs with corrupted
/// labels (without any it repeats the train accuracy), the chance line only where all runs share it.
ChartContent lossContent(const std::vector<ShownRun>& runs, const CurveChoice& choice);
ChartContent accuracyContent(const std::vector<ShownRun>& runs, const CurveChoice& choice);

/// The given metrics of the runs, which share one unit, in one chart.
ChartContent metricsContent(const std::vector<ShownRun>& runs, const std::vector<const Metric*>& metrics,
                            const CurveChoice& choice);

/// A run folder as the charts show it; `place` gives the colour where user.json names none. Throws Error.
ShownRun readShownRun(const std::filesystem::path& folder, int place);

}   // namespace overfit::ui
