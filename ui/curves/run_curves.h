#pragma once

#include "ui/charts/chart_content.h"
#include "ui/curves/shown_run.h"

#include <QSet>
#include <span>

namespace overfit::ui {

/// What the reader chose to see of the shown runs.
struct CurveChoice {
    XAxis axis = XAxis::Epoch;
    double smoothing = 0.0;
    bool logX = false;
    bool logLoss = false;
    bool logAccuracy = false;
    QSet<MetricQuantity> quantities{MetricQuantity::Train, MetricQuantity::Test, MetricQuantity::Validation,
                                    MetricQuantity::Clean, MetricQuantity::Corrupted};
    bool operator==(const CurveChoice&) const = default;
};

inline size_t qHash(MetricQuantity quantity, size_t seed = 0) { return ::qHash(static_cast<int>(quantity), seed); }

/// The two charts of the Live view. Clean and corrupted are split only where labels were corrupted; the chance line stands
/// for runs that know their number of classes.
ChartContent lossContent(std::span<const ShownRun> runs, const CurveChoice& choice);
ChartContent accuracyContent(std::span<const ShownRun> runs, const CurveChoice& choice);

/// One chart of metrics that share a unit, as given, split or not.
ChartContent metricContent(std::span<const ShownRun> runs, std::span<const Metric* const> metrics,
                           const CurveChoice& choice);

/// The quantities of which any run has a loss or an accuracy.
QSet<MetricQuantity> recordedQuantities(std::span<const ShownRun> runs);

}   // namespace overfit::ui
