#include "ui/curves/curve_notes.h"

#include "core/support/text.h"

#include <QCoreApplication>
#include <algorithm>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("overfit::ui::RunCurves", text); }

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

}   // namespace

void addFailure(ChartContent& content, const ShownRun& run) {
    if (run.failure.isEmpty()) return;
    content.marks.push_back({lastPlace(*run.metrics, content.axis), run.id, run.failure});
}

void addChance(ChartContent& content, std::span<const ShownRun> runs) {
    for (const ShownRun& run : runs) {
        const double chance = run.chanceAccuracy;
        const bool known = std::any_of(content.references.begin(), content.references.end(),
                                       [&](const ReferenceLine& line) { return line.y == chance; });
        if (chance > 0.0 && !known)
            content.references.push_back({chance, tr("chance %1").arg(QString::fromStdString(as_percent(chance)))});
    }
}

}   // namespace overfit::ui
