#include "ui/live/run_curves.h"

#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "ui/charts/chart_style.h"

#include <QCoreApplication>
#include <algorithm>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("RunCurves", text); }

bool isSplit(MetricQuantity quantity) {
    return quantity == MetricQuantity::Clean || quantity == MetricQuantity::Corrupted ||
           quantity == MetricQuantity::CorruptedAsTrue || quantity == MetricQuantity::TestCorrupted;
}

void addLine(ChartContent& content, const ShownRun& run, const Metric& metric) {
    Curve curve = curve_of(*run.metrics, metric, content.axis);
    if (curve.x.empty()) return;
    content.lines.push_back({run.id, run.name, run.colour, &metric, std::move(curve)});
}

/// A run that failed is marked at its last point.
void addMark(ChartContent& content, const ShownRun& run) {
    if (run.failure.isEmpty()) return;
    double last = 0.0;
    for (const ChartLine& line : content.lines) {
        if (line.runId == run.id) last = std::max(last, line.curve.x.back());
    }
    content.marks.push_back({last, run.id, run.failure});
}

std::vector<const Metric*> metricsOf(MetricUnit unit, const CurveChoice& choice) {
    std::vector<const Metric*> metrics;
    for (const Metric& metric : metric_table()) {
        if (metric.unit == unit && metric.quantity != MetricQuantity::Other && choice.shows(metric.quantity))
            metrics.push_back(&metric);
    }
    return metrics;
}

void addChance(ChartContent& content, const std::vector<ShownRun>& runs) {
    if (runs.empty() || content.unit != MetricUnit::Fraction) return;
    const double chance = runs.front().chanceAccuracy;
    const bool shared = std::ranges::all_of(runs, [&](const ShownRun& run) { return run.chanceAccuracy == chance; });
    if (shared && chance > 0.0) content.references.push_back({chance, tr("chance")});
}

}   // namespace

ChartContent metricsContent(const std::vector<ShownRun>& runs, const std::vector<const Metric*>& metrics,
                            const CurveChoice& choice) {
    ChartContent content;
    content.axis = choice.axis;
    content.smoothing = choice.smoothing;
    content.logX = choice.logX;
    if (!metrics.empty()) content.unit = metrics.front()->unit;
    content.logY = choice.logLoss && content.unit != MetricUnit::Fraction;
    content.title = metrics.size() == 1                    ? QString::fromUtf8(metrics.front()->title.data(),
                                                                               static_cast<qsizetype>(metrics.front()->title.size()))
                    : content.unit == MetricUnit::Nats     ? tr("loss")
                    : content.unit == MetricUnit::Fraction ? tr("accuracy")
                    : content.unit == MetricUnit::Rate     ? tr("learning rate")
                                                           : tr("images per second");
    for (const ShownRun& run : runs) {
        for (const Metric* metric : metrics) {
            if (isSplit(metric->quantity) && !run.hasCorruption) continue;
            addLine(content, run, *metric);
        }
        addMark(content, run);
    }
    addChance(content, runs);
    content.emptyText = runs.empty() ? tr("The curves of the chosen runs will be here.") : tr("No points yet.");
    return content;
}

ChartContent lossContent(const std::vector<ShownRun>& runs, const CurveChoice& choice) {
    ChartContent content = metricsContent(runs, metricsOf(MetricUnit::Nats, choice), choice);
    content.unit = MetricUnit::Nats;
    content.title = tr("loss");
    content.logY = choice.logLoss;
    content.references.clear();
    return content;
}

ChartContent accuracyContent(const std::vector<ShownRun>& runs, const CurveChoice& choice) {
    ChartContent content = metricsContent(runs, metricsOf(MetricUnit::Fraction, choice), choice);
    content.title = tr("accuracy");
    return content;
}

ShownRun readShownRun(const std::filesystem::path& folder, int place) {
    const RunListing listing = read_run(folder);
    if (!listing.record) {
        throw Error({.where = folder.string(), .problem = listing.problem, .remedy = "choose the folder of a run"});
    }
    const RunRecord& record = *listing.record;
    ShownRun run;
    run.id = QString::fromStdString(folder.string());
    run.name = QString::fromStdString(listing.shown_name());
    const QColor own(QString::fromStdString(listing.user.colour));
    run.colour = own.isValid() ? own : runColour(place);
    run.metrics = std::make_shared<const RunMetrics>(read_metrics(folder));
    run.chanceAccuracy = record.audit ? record.audit->chance_accuracy : 0.0;
    run.hasCorruption = record.audit && record.audit->labels_changed > 0;
    if (record.status == RunStatus::Diverged || record.status == RunStatus::Failed) {
        run.failure = record.error.empty() ? tr("diverged") : QString::fromStdString(record.error);
    }
    return run;
}

}   // namespace overfit::ui
