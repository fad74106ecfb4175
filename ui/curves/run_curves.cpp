#include "ui/curves/run_curves.h"

#include "core/exports/figure_metrics.h"
#include "ui/curves/curve_notes.h"

#include <QCoreApplication>
#include <algorithm>
#include <vector>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("overfit::ui::RunCurves", text); }

QString qtText(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

/// The metrics of one of the two charts that the reader wants.
std::vector<const Metric*> chosenMetrics(MetricUnit unit, const CurveChoice& choice) {
    std::vector<const Metric*> metrics;
    for (const Metric& metric : metric_table()) {
        if (metric.unit == unit && choice.quantities.contains(metric.quantity)) metrics.push_back(&metric);
    }
    return metrics;
}

/// Adds the lines of those metrics that a run has; returns whether there were any.
bool addLines(ChartContent& content, const ShownRun& run, std::span<const Metric* const> metrics) {
    const std::size_t before = content.lines.size();
    for (const Metric* metric : metrics) {
        Curve curve = curve_of(*run.metrics, *metric, content.axis);
        if (curve.x.empty()) continue;
        content.lines.push_back({run.id, run.name, run.colour, metric, std::move(curve)});
    }
    return content.lines.size() > before;
}

ChartContent startContent(MetricUnit unit, const CurveChoice& choice, bool anyLive) {
    ChartContent content;
    content.unit = unit;
    content.axis = choice.axis;
    content.smoothing = choice.smoothing;
    content.logX = choice.logX;
    content.emptyText = anyLive ? tr("Curves begin with the first evaluation.") : tr("The chosen runs have no such values.");
    return content;
}

bool anyLive(std::span<const ShownRun> runs) {
    return std::any_of(runs.begin(), runs.end(), [](const ShownRun& run) { return run.live; });
}

ChartContent unitContent(std::span<const ShownRun> runs, MetricUnit unit, const CurveChoice& choice) {
    ChartContent content = startContent(unit, choice, anyLive(runs));
    const std::vector<const Metric*> all = chosenMetrics(unit, choice);
    std::vector<const Metric*> unsplit;
    std::copy_if(all.begin(), all.end(), std::back_inserter(unsplit),
                 [](const Metric* metric) { return !is_split(*metric); });
    for (const ShownRun& run : runs) {
        addLines(content, run, run.hasCorruption ? all : unsplit);
        addFailure(content, run);
    }
    return content;
}

}   // namespace

ChartContent lossContent(std::span<const ShownRun> runs, const CurveChoice& choice) {
    ChartContent content = unitContent(runs, MetricUnit::Nats, choice);
    content.title = tr("loss");
    content.logY = choice.logLoss;
    return content;
}

ChartContent accuracyContent(std::span<const ShownRun> runs, const CurveChoice& choice) {
    ChartContent content = unitContent(runs, MetricUnit::Fraction, choice);
    content.title = tr("accuracy");
    content.logY = choice.logAccuracy;
    if (!content.lines.empty()) addChance(content, runs);
    return content;
}

ChartContent metricContent(std::span<const ShownRun> runs, std::span<const Metric* const> metrics,
                           const CurveChoice& choice) {
    const MetricUnit unit = metrics.front()->unit;
    ChartContent content = startContent(unit, choice, anyLive(runs));
    content.logY = unit == MetricUnit::Fraction ? choice.logAccuracy : choice.logLoss;
    if (metrics.size() == 1)
        content.title = qtText(metrics.front()->title);
    else if (unit == MetricUnit::Nats)
        content.title = tr("loss");
    else if (unit == MetricUnit::Fraction)
        content.title = tr("accuracy");
    else
        content.title = tr("value");
    for (const ShownRun& run : runs) {
        if (addLines(content, run, metrics)) addFailure(content, run);
    }
    if (unit == MetricUnit::Fraction && !content.lines.empty()) addChance(content, runs);
    return content;
}

QSet<MetricQuantity> recordedQuantities(std::span<const ShownRun> runs) {
    QSet<MetricQuantity> recorded;
    for (const ShownRun& run : runs) {
        for (const Metric& metric : metric_table()) {
            if (recorded.contains(metric.quantity) || metric.quantity == MetricQuantity::Other) continue;
            if (is_split(metric) && !run.hasCorruption) continue;
            const auto& epochs = run.metrics->epochs;
            const bool some = metric.of_epoch && std::any_of(epochs.begin(), epochs.end(), [&](const EpochMetrics& epoch) {
                                  return metric.of_epoch(epoch).has_value();
                              });
            if (some || (metric.of_step && !run.metrics->steps.empty())) recorded.insert(metric.quantity);
        }
    }
    return recorded;
}

}   // namespace overfit::ui
