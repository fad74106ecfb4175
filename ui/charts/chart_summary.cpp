#include "ui/charts/chart_summary.h"

#include "core/exports/left_out.h"
#include "ui/charts/chart_style.h"
#include "ui/charts/shown_line.h"

#include <QCoreApplication>
#include <QSet>
#include <QStringList>
#include <algorithm>
#include <span>
#include <vector>

namespace overfit::ui {

namespace {

QString tr(const char* text, int n = -1) { return QCoreApplication::translate("overfit::ui::Chart", text, nullptr, n); }

QString rangeText(XAxis axis, double low, double high) {
    const NumberStyle style = numberStyle(axis);
    const QString from = numberText(low, style), to = numberText(high, style);
    switch (axis) {
        case XAxis::Epoch: return tr("epochs %1-%2").arg(from, to);
        case XAxis::Step: return tr("steps %1-%2").arg(from, to);
        case XAxis::Time: break;
    }
    return tr("%1-%2 s").arg(from, to);
}

QString metricSummary(const ChartContent& content, std::span<const ChartLine* const> lines, const Metric* metric) {
    QSet<QString> runs;
    QStringList ends;
    double low = 0.0, high = 0.0;
    bool any = false;
    for (const ChartLine* line : lines) {
        if (line->metric != metric) continue;
        runs.insert(line->runId);
        if (line->curve.x.empty()) continue;
        low = any ? std::min(low, line->curve.x.front()) : line->curve.x.front();
        high = any ? std::max(high, line->curve.x.back()) : line->curve.x.back();
        any = true;
        ends << tr("%1 ends at %2").arg(line->runName, numberText(line->curve.y.back(), numberStyle(content.unit)));
    }
    const QString title = QString::fromUtf8(metric->title.data(), static_cast<qsizetype>(metric->title.size()));
    const QString count = runs.size() == 1 ? tr("1 run") : tr("%1 runs").arg(runs.size());
    const QString of = tr("%1 of %2").arg(title, count);
    if (!any) return of + tr(", no values yet");
    const QString text = of + QStringLiteral(", ") + rangeText(content.axis, low, high);
    constexpr qsizetype most = 8;   // what one can listen to
    const qsizetype more = ends.size() - most;
    if (more > 0) ends = ends.mid(0, most) << tr("%1 more").arg(more);
    return text + QStringLiteral("; ") + ends.join(QStringLiteral(", "));
}

}   // namespace

QString chartSummary(const ChartContent& content, const QSet<QString>& hidden) {
    std::vector<const ChartLine*> lines;
    std::vector<const Metric*> metrics;
    LeftOut left;
    for (const ChartLine& line : content.lines) {
        if (hidden.contains(lineKey(line))) continue;
        lines.push_back(&line);
        if (std::find(metrics.begin(), metrics.end(), line.metric) == metrics.end()) metrics.push_back(line.metric);
        left.add(line.curve.x, line.curve.y, content.logX, content.logY);
    }
    if (lines.empty()) return content.lines.empty() ? content.emptyText : tr("All lines are switched off.");
    QStringList parts;
    for (const Metric* metric : metrics) parts << metricSummary(content, lines, metric);
    for (const ReferenceLine& reference : content.references) parts << reference.label;
    for (const ChartMark& mark : content.marks) {
        if (std::any_of(lines.begin(), lines.end(), [&](const ChartLine* line) { return line->runId == mark.runId; }))
            parts << mark.text;
    }
    if (const std::string text = left_out_text(left, content.axis); !text.empty()) parts << QString::fromStdString(text);
    if (content.smoothing > 0.0) parts << tr("smoothed %1").arg(content.smoothing, 0, 'f', 2);
    return parts.join(QStringLiteral(". "));
}

}   // namespace overfit::ui
