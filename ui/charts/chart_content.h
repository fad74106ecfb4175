#pragma once

#include "core/runs/metric_table.h"
#include "ui/charts/axis_ticks.h"

#include <QColor>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace overfit::ui {

/// The spread around a curve: a mean -+ one standard deviation over seeds. As long as the curve.
struct ChartBand {
    std::vector<double> low, high;
};

/// One curve of one run. Colour = run, the same in every view; dash = quantity (train solid, test dashed, running dotted).
struct ChartLine {
    QString runId;
    QString runName;
    QColor colour;
    const Metric* metric = nullptr;   // title, unit and quantity
    Curve curve;                      // every point; thinning is the chart's business
    std::optional<ChartBand> band = std::nullopt;
    QStringList meanOf = {};   // the runs of which the curve is the mean; empty: the run itself
};

/// A horizontal grey line with a label at its end: chance, theory, the paper's value.
struct ReferenceLine {
    double y = 0.0;
    QString label;
};

/// Where a run diverged or failed: a red mark with its reason.
struct ChartMark {
    double x = 0.0;
    QString runId;
    QString text;
};

/// What a chart shows, as a value: made by the views, drawn by CurveChart and by the figure export alike.
struct ChartContent {
    QString title;           // "loss", "accuracy"
    bool ofOneRun = false;   // the title names the run or group that all lines are of; the legend need not again
    QString emptyText;       // what will be here, where there are no lines
    MetricUnit unit = MetricUnit::Fraction;
    XAxis axis = XAxis::Epoch;
    std::vector<ChartLine> lines;
    std::vector<ReferenceLine> references;
    std::vector<ChartMark> marks;
    std::optional<AxisRange> atLeastX = {}, atLeastY = {};   // charts side by side share what they show as a whole
    double smoothing = 0.0;                                  // weight of the debiased average; 0 = raw only
    bool logX = false;
    bool logY = false;
};

}   // namespace overfit::ui
