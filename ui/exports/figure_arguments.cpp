#include "ui/exports/figure_arguments.h"

#include "core/support/error.h"
#include "core/support/text.h"
#include "ui/exports/figure_export.h"
#include "ui/live/run_curves.h"

#include <QCommandLineParser>
#include <algorithm>
#include <array>
#include <cstdio>

namespace overfit::ui {

namespace {

struct FigureOrder {
    FigureRequest figure;
    FigureFormat format = FigureFormat::Png;
    CurveChoice choice;
    std::vector<const Metric*> metrics;
    QStringList runs;
    std::filesystem::path file;
};

[[noreturn]] void refuse(const QString& where, const QString& problem, const QString& remedy = {}) {
    throw UsageError({.where = where.toStdString(), .problem = problem.toStdString(), .remedy = remedy.toStdString()});
}

int wholeNumber(const QCommandLineParser& parser, const QString& name, int least, int most) {
    bool good = false;
    const int value = parser.value(name).toInt(&good);
    if (!good || value < least || value > most) {
        refuse(QStringLiteral("--") + name, QStringLiteral("expected a whole number from %1 to %2, found '%3'")
                                                .arg(least)
                                                .arg(most)
                                                .arg(parser.value(name)));
    }
    return value;
}

const Metric* metricNamed(const QString& name) {
    const Metric* metric = find_metric(name.toStdString());
    if (metric != nullptr) return metric;
    std::vector<std::string> names;
    for (const Metric& known : metric_table()) names.emplace_back(known.name);
    const auto nearest = nearest_name(name.toStdString(), names);
    refuse(QStringLiteral("--metric"), QStringLiteral("there is no metric '%1'").arg(name),
           nearest ? QStringLiteral("did you mean %1?").arg(QString::fromStdString(*nearest))
                   : QStringLiteral("there are: %1").arg(QString::fromStdString(join(names))));
}

XAxis axisNamed(const QString& name) {
    if (name == QLatin1String("epoch")) return XAxis::Epoch;
    if (name == QLatin1String("step")) return XAxis::Step;
    if (name == QLatin1String("time_s")) return XAxis::Time;
    refuse(QStringLiteral("--axis"), QStringLiteral("expected epoch, step or time_s, found '%1'").arg(name));
}

FigureFormat formatNamed(const QString& name) {
    if (name == QLatin1String("png")) return FigureFormat::Png;
    if (name == QLatin1String("svg")) return FigureFormat::Svg;
    if (name == QLatin1String("pdf")) return FigureFormat::Pdf;
    refuse(QStringLiteral("--format"), QStringLiteral("expected png, svg or pdf, found '%1'").arg(name));
}

double smoothingFrom(const QString& text) {
    bool good = false;
    const double value = text.toDouble(&good);
    if (!good || value < 0.0 || value >= 1.0)
        refuse(QStringLiteral("--smoothing"), QStringLiteral("expected a number from 0 to below 1, found '%1'").arg(text));
    return value;
}

FigureOrder parsed(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("format"), {}, QStringLiteral("NAME"), QStringLiteral("png")},
                       {QStringLiteral("width"), {}, QStringLiteral("PX"), QStringLiteral("1600")},
                       {QStringLiteral("height"), {}, QStringLiteral("PX"), QStringLiteral("1000")},
                       {QStringLiteral("dpi"), {}, QStringLiteral("N"), QStringLiteral("150")},
                       {QStringLiteral("axis"), {}, QStringLiteral("NAME"), QStringLiteral("epoch")},
                       {QStringLiteral("metric"), {}, QStringLiteral("NAME")},
                       {QStringLiteral("smoothing"), {}, QStringLiteral("S"), QStringLiteral("0")},
                       {QStringLiteral("log-y"), {}}});
    if (!parser.parse(QStringList(QStringLiteral("--export-figure")) + arguments)) {
        refuse(QStringLiteral("--export-figure"), parser.errorText());
    }
    FigureOrder order;
    QStringList places = parser.positionalArguments();
    if (places.size() < 2)
        refuse(QStringLiteral("--export-figure"), QStringLiteral("expected a file and at least one run folder"));
    order.file = places.takeFirst().toStdString();
    order.runs = places;
    order.format = formatNamed(parser.value(QStringLiteral("format")));
    order.figure.size = {wholeNumber(parser, QStringLiteral("width"), smallestFigure, largestFigure),
                         wholeNumber(parser, QStringLiteral("height"), smallestFigure, largestFigure)};
    order.figure.dpi = wholeNumber(parser, QStringLiteral("dpi"), 30, 1200);
    order.choice.axis = axisNamed(parser.value(QStringLiteral("axis")));
    order.choice.smoothing = smoothingFrom(parser.value(QStringLiteral("smoothing")));
    order.choice.logLoss = parser.isSet(QStringLiteral("log-y"));
    for (const QString& name : parser.values(QStringLiteral("metric"))) order.metrics.push_back(metricNamed(name));
    return order;
}

/// One chart a unit, in the order in which the units were named.
std::vector<ChartContent> chartsOf(const FigureOrder& order, const std::vector<ShownRun>& runs) {
    if (order.metrics.empty()) return {lossContent(runs, order.choice), accuracyContent(runs, order.choice)};
    std::vector<std::vector<const Metric*>> groups;
    for (const Metric* metric : order.metrics) {
        const auto group =
            std::ranges::find_if(groups, [&](const auto& some) { return some.front()->unit == metric->unit; });
        if (group == groups.end())
            groups.push_back({metric});
        else
            group->push_back(metric);
    }
    std::vector<ChartContent> charts;
    for (const auto& group : groups) {
        charts.push_back(metricsContent(runs, group, order.choice));
        charts.back().logY = order.choice.logLoss;   // named metrics: the scale is meant for all of them
    }
    return charts;
}

}   // namespace

int renderFigureFromArguments(const QStringList& arguments) {
    try {
        FigureOrder order = parsed(arguments);
        std::vector<ShownRun> runs;
        for (const QString& folder : order.runs) {
            runs.push_back(readShownRun(folder.toStdString(), static_cast<int>(runs.size())));
        }
        order.figure.charts = chartsOf(order, runs);
        writeFigure(order.figure, order.format, order.file);
        return 0;
    } catch (const UsageError& error) {
        std::fprintf(stderr, "overfit-workbench: %s\n", error.what());
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "overfit-workbench: %s\n", error.what());
        return 1;
    }
}

}   // namespace overfit::ui
