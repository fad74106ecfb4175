#include "ui/curves/run_curves.h"

#include "core/config/corruption_facts.h"
#include "core/exports/figure_metrics.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "ui/charts/chart_style.h"

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

/// Where a run ended: its last recorded place.
double lastPlace(const RunMetrics& metrics, XAxis axis) {
    const auto place = [axis](const auto& line) {
        switch (axis) {
            case XAxis::Epoch: return static_cast<double>(line.epoch);
            case XAxis::Step: return static_cast<double>(line.step);
            case XAxis::Time: break;
        }
        return line.time_s;
    };
    double last = 0.0;
    if (!metrics.steps.empty()) last = std::max(last, place(metrics.steps.back()));
    if (!metrics.epochs.empty()) last = std::max(last, place(metrics.epochs.back()));
    return last;
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

void addMark(ChartContent& content, const ShownRun& run) {
    if (run.failure.isEmpty()) return;
    content.marks.push_back({lastPlace(*run.metrics, content.axis), run.id, run.failure});
}

void addChance(ChartContent& content, std::span<const ShownRun> runs) {
    for (const ShownRun& run : runs) {
        const double chance = run.chanceAccuracy;
        const bool known = std::any_of(content.references.begin(), content.references.end(),
                                       [&](const ReferenceLine& line) { return line.y == chance; });
        if (chance > 0.0 && !known) content.references.push_back({chance, tr("chance %1").arg(qtText(as_percent(chance)))});
    }
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
        addMark(content, run);
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
        if (addLines(content, run, metrics)) addMark(content, run);
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

ShownRun savedRun(const std::filesystem::path& folder, int colourPlace) {
    const RunListing listing = read_run(folder);
    ShownRun run;
    run.id = QString::fromStdString(folder.string());
    run.name = QString::fromStdString(listing.shown_name());
    const QColor own(QString::fromStdString(listing.user.colour));
    run.colour = own.isValid() ? own : runColour(colourPlace);
    run.metrics = std::make_shared<const RunMetrics>(read_metrics(folder));
    if (listing.record) {
        const RunRecord& record = *listing.record;
        if (record.audit)
            run.chanceAccuracy = record.audit->chance_accuracy;
        else if (record.data && record.data->classes > 0)
            run.chanceAccuracy = 1.0 / record.data->classes;
        const bool failed = record.status == RunStatus::Failed || record.status == RunStatus::Diverged;
        if (failed)
            run.failure =
                QString::fromStdString(record.error.empty() ? std::string(status_words(record.status)) : record.error);
        run.live = record.status == RunStatus::Running;
    }
    try {
        run.hasCorruption = corrupts_labels(read_run_config(folder).corruption.labels);
    } catch (const Error&) {
        run.hasCorruption = false;   // a foreign folder without a configuration still has curves to show
    }
    return run;
}

}   // namespace overfit::ui
