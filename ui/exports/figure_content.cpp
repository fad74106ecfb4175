#include "ui/exports/figure_content.h"

#include "core/exports/figure_metrics.h"
#include "core/support/error.h"
#include "ui/charts/chart_style.h"
#include "ui/charts/curve_chart.h"
#include "ui/charts/shared_axes.h"
#include "ui/charts/shown_line.h"
#include "ui/curves/run_curves.h"

#include <QCoreApplication>
#include <QSet>
#include <algorithm>
#include <filesystem>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("overfit::ui::Export", text); }

std::vector<ShownRun> readRuns(const CurveRequest& request) {
    std::vector<ShownRun> runs;
    for (std::size_t i = 0; i < request.runs.size(); ++i) {
        const std::filesystem::path& folder = request.runs[i];
        if (!std::filesystem::is_directory(folder)) {
            const bool file = std::filesystem::exists(folder);
            throw UsageError(
                {.where = folder.string(),
                 .problem = file ? "expected a run folder, found a file" : "expected a run folder, found nothing",
                 .remedy = ""});
        }
        runs.push_back(savedRun(folder, static_cast<int>(i)));
        if (!request.names.empty() && !request.names[i].empty()) runs.back().name = QString::fromStdString(request.names[i]);
        if (!request.colours.empty()) runs.back().colour = QColor(QString::fromStdString(request.colours[i]));
    }
    return runs;
}

QSet<QString> runsOf(const FigurePanel& panel) {
    QSet<QString> runs;
    for (const ChartLine& line : panel.content.lines) runs.insert(line.runId);
    return runs;
}

CurveChoice choiceOf(const CurveRequest& request) {
    CurveChoice choice;
    choice.axis = request.axis;
    choice.smoothing = request.smoothing;
    choice.logX = request.log_x;
    choice.logLoss = choice.logAccuracy = request.log_y;
    return choice;
}

/// A chart for each run, first of the one unit, then of the next. unasked: metrics that say nothing of a run are left out.
std::vector<FigurePanel> gridPanels(const std::vector<ShownRun>& runs, const std::vector<MetricGroup>& groups,
                                    const CurveChoice& choice, bool unasked) {
    std::vector<FigurePanel> panels;
    for (const MetricGroup& group : groups) {
        std::vector<ChartContent> contents;
        for (const ShownRun& run : runs) {
            std::vector<const Metric*> metrics = group.metrics;
            if (unasked && !run.hasCorruption)
                std::erase_if(metrics, [](const Metric* metric) { return is_split(*metric); });
            ChartContent content = metricContent({&run, 1}, metrics, choice);
            content.title = groups.size() > 1 ? tr("%1: %2").arg(run.name, content.title) : run.name;
            content.ofOneRun = true;
            contents.push_back(std::move(content));
        }
        shareAxes(contents);
        for (ChartContent& content : contents) panels.push_back({std::move(content)});
    }
    return panels;
}

}   // namespace

std::vector<FigurePanel> readPanels(const CurveRequest& request) {
    check_curves(request);
    if (request.runs.empty()) throw UsageError({.where = "figure", .problem = "no run folder is named", .remedy = ""});
    const std::vector<ShownRun> runs = readRuns(request);
    const CurveChoice choice = choiceOf(request);
    std::vector<FigurePanel> panels;
    if (request.grid) {
        panels = gridPanels(runs, figure_metrics(request), choice, request.metrics.empty());
    } else if (request.metrics.empty()) {
        panels.push_back({lossContent(runs, choice)});
        panels.push_back({accuracyContent(runs, choice)});
    } else {
        for (const MetricGroup& group : figure_metrics(request))
            panels.push_back({metricContent(runs, group.metrics, choice)});
    }
    std::erase_if(panels, [](const FigurePanel& panel) { return panel.content.lines.empty(); });
    if (panels.empty()) {
        throw Error({.where = "figure",
                     .problem = "no run has a value of these metrics",
                     .remedy = "name others with --metric, or wait for the first evaluation"});
    }
    return panels;
}

FigurePanel panelOf(const CurveChart& chart) {
    FigurePanel panel{chart.visibleContent(), chart.zoomedX(), chart.zoomedY()};
    QSet<QString> keys, runs;
    QSet<const Metric*> metrics;
    for (const ChartLine& line : panel.content.lines) {
        keys.insert(lineKey(line));
        runs.insert(line.runId);
        metrics.insert(line.metric);
    }
    panel.linesHidden = std::any_of(chart.content().lines.begin(), chart.content().lines.end(), [&](const ChartLine& line) {
        const bool asked = panel.content.ofOneRun || (runs.contains(line.runId) && metrics.contains(line.metric));
        return asked && !keys.contains(lineKey(line));
    });
    return panel;
}

CurveRequest requestOf(const std::vector<FigurePanel>& panels) {
    CurveRequest request;
    bool usualColours = true;
    for (const FigurePanel& panel : panels) {
        QSet<const Metric*> metrics;
        for (const ChartLine& line : panel.content.lines) {
            metrics.insert(line.metric);
            for (const QString& id : line.meanOf.isEmpty() ? QStringList{line.runId} : line.meanOf) {
                const std::filesystem::path run = id.toStdString();
                if (std::find(request.runs.begin(), request.runs.end(), run) != request.runs.end()) continue;
                usualColours = usualColours && line.colour == runColour(static_cast<int>(request.runs.size()));
                request.runs.push_back(run);
                request.names.push_back(line.runName.toStdString());
                request.colours.push_back(line.colour.name().toStdString());
            }
        }
        for (const Metric& metric : metric_table()) {   // in the table's order, whichever run has them first
            const bool there = std::ranges::find(request.metrics, metric.name) != request.metrics.end();   // of a grid
            if (metrics.contains(&metric) && !there) request.metrics.emplace_back(metric.name);
        }
    }
    if (usualColours) request.colours.clear();
    if (!panels.empty()) {
        const ChartContent& first = panels.front().content;
        request.axis = first.axis;
        request.smoothing = first.smoothing;
        request.log_x = first.logX;
        request.log_y = first.logY;
        request.grid = isGrid(panels);
    }
    return request;
}

QString beyondRequest(const std::vector<FigurePanel>& panels) {
    const bool grid = isGrid(panels);
    for (const FigurePanel& panel : panels) {
        const auto isMean = [](const ChartLine& line) { return !line.meanOf.isEmpty(); };
        if (std::any_of(panel.content.lines.begin(), panel.content.lines.end(), isMean))
            return tr("A command draws every run; the mean over seeds is drawn here only.");
        if (!grid && runsOf(panel) != runsOf(panels.front())) return tr("A command draws the same runs in every chart.");
        if (panel.x || panel.y) return tr("A command cannot tell the part zoomed to.");
        if (panel.linesHidden) return tr("A command cannot tell single lines that are switched off.");
        if (panel.content.logY != panels.front().content.logY) return tr("A command has one scale for all charts.");
    }
    return {};
}

}   // namespace overfit::ui
