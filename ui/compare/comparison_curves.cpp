#include "ui/compare/comparison_curves.h"

#include "core/analysis/mean_curve.h"
#include "core/exports/figure_metrics.h"
#include "ui/charts/chart_style.h"
#include "ui/charts/shared_axes.h"
#include "ui/curves/curve_notes.h"

#include <QCoreApplication>
#include <algorithm>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("overfit::ui::ComparisonCurves", text); }

const ShownRun* shownRun(std::span<const ShownRun> runs, const ComparedRun& compared) {
    const QString folder = QString::fromStdString(compared.listing.folder.string());
    const auto found = std::find_if(runs.begin(), runs.end(), [&](const ShownRun& run) { return run.id == folder; });
    return found == runs.end() ? nullptr : &*found;
}

std::vector<const ShownRun*> membersOf(std::span<const ShownRun> runs, const Comparison& comparison,
                                       const SeedGroup& group) {
    std::vector<const ShownRun*> members;
    for (const std::size_t member : group.members) {
        if (const ShownRun* run = shownRun(runs, comparison.runs[member])) members.push_back(run);
    }
    return members;
}

ChartContent emptyContent(const ComparisonChoice& choice) {
    ChartContent content;
    content.unit = choice.unit;
    content.axis = choice.curves.axis;
    content.smoothing = choice.curves.smoothing;
    content.logX = choice.curves.logX;
    content.emptyText = tr("The chosen runs have no such values.");
    content.title = choice.unit == MetricUnit::Fraction ? tr("accuracy") : tr("loss");
    content.logY = choice.unit == MetricUnit::Fraction ? choice.curves.logAccuracy : choice.curves.logLoss;
    return content;
}

/// "random labels (n = 3)", or "random labels (n = 3, mean to epoch 57 of 60)" where a run of it stopped earlier.
QString meanName(const QString& name, const MeanCurve& mean, XAxis axis) {
    const QString count = QString::number(mean.n);
    if (mean.longest <= mean.mean.x.back() || axis == XAxis::Time) return tr("%1 (n = %2)").arg(name, count);
    return tr("%1 (n = %2, mean to %3 %4 of %5)")
        .arg(name, count, axisTitle(axis), numberText(mean.mean.x.back(), NumberStyle::Whole),
             numberText(mean.longest, NumberStyle::Whole));
}

/// The mean of the members' curves; false where they have fewer than two places in common.
bool addMean(ChartContent& content, const std::vector<const ShownRun*>& members, const std::vector<Curve>& curves,
             const QString& name, const Metric& metric) {
    MeanCurve mean = mean_curve(curves);
    if (mean.n < 2 || mean.mean.x.size() < 2) return false;
    ChartLine line{members.front()->id, meanName(name, mean, content.axis), members.front()->colour, &metric,
                   std::move(mean.mean)};
    line.band = ChartBand{std::move(mean.low), std::move(mean.high)};
    for (const ShownRun* member : members) line.meanOf << member->id;
    content.lines.push_back(std::move(line));
    return true;
}

void addMetric(ChartContent& content, const std::vector<const ShownRun*>& members, const QString& name,
               const Metric& metric) {
    std::vector<Curve> curves;
    curves.reserve(members.size());
    for (const ShownRun* member : members) curves.push_back(curve_of(*member->metrics, metric, content.axis));
    if (members.size() > 1 && addMean(content, members, curves, name, metric)) return;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (curves[i].x.empty()) continue;
        const QString own = members.size() > 1 ? members[i]->name : name;
        content.lines.push_back({members[i]->id, own, members[i]->colour, &metric, std::move(curves[i])});
    }
}

void addGroup(ChartContent& content, const std::vector<const ShownRun*>& members, const QString& name,
              const ComparisonChoice& choice) {
    if (members.empty()) return;
    const bool corrupted =
        std::any_of(members.begin(), members.end(), [](const ShownRun* run) { return run->hasCorruption; });
    for (const Metric& metric : metric_table()) {
        if (metric.unit != choice.unit || !choice.curves.quantities.contains(metric.quantity)) continue;
        if (is_split(metric) && !corrupted) continue;
        addMetric(content, members, name, metric);
    }
    for (const ShownRun* run : members) {
        addFailure(content, *run);
        if (content.unit == MetricUnit::Fraction && !content.lines.empty()) addChance(content, {run, 1});
    }
}

QString groupName(const SeedGroup& group) { return QString::fromStdString(group.name); }

}   // namespace

ChartContent overlayContent(std::span<const ShownRun> runs, const Comparison& comparison, const ComparisonChoice& choice) {
    ChartContent content = emptyContent(choice);
    for (const SeedGroup& group : comparison.groups)
        addGroup(content, membersOf(runs, comparison, group), groupName(group), choice);
    return content;
}

std::vector<ChartContent> gridContents(std::span<const ShownRun> runs, const Comparison& comparison,
                                       const ComparisonChoice& choice) {
    std::vector<ChartContent> contents;
    for (const SeedGroup& group : comparison.groups) {
        ChartContent content = emptyContent(choice);
        const std::vector<const ShownRun*> members = membersOf(runs, comparison, group);
        addGroup(content, members, groupName(group), choice);
        content.ofOneRun = std::ranges::all_of(
            content.lines, [&](const ChartLine& line) { return line.runId == content.lines.front().runId; });
        content.title =
            group.n() > 1 ? tr("%1 (n = %2)").arg(groupName(group), QString::number(group.n())) : groupName(group);
        contents.push_back(std::move(content));
    }
    shareAxes(contents);
    return contents;
}

}   // namespace overfit::ui
