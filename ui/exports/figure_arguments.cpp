#include "ui/exports/figure_arguments.h"

#include "core/support/error.h"
#include "core/support/text.h"
#include "ui/exports/figure_export.h"
#include "ui/live/run_curves.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace overfit::ui {

namespace {

struct Arguments {
    QString file;
    FigureRequest figure;
    CurveChoice choice;
    std::vector<const Metric*> metrics;
    QStringList runs;
};

[[noreturn]] void refuse(const QString& where, const QString& problem, const QString& remedy = {}) {
    throw UsageError({.where = where.toStdString(), .problem = problem.toStdString(), .remedy = remedy.toStdString()});
}

/// The place of `text` in `names`; refuses others by naming what there is.
std::size_t choiceOf(const QString& option, const QString& text, const QStringList& names) {
    const qsizetype place = names.indexOf(text);
    if (place < 0)
        refuse(option, QStringLiteral("expected one of %1, found \"%2\"").arg(names.join(QStringLiteral(", ")), text));
    return static_cast<std::size_t>(place);
}

int wholeNumber(const QString& option, const QString& text) {
    bool ok = false;
    const int value = text.toInt(&ok);
    if (!ok) refuse(option, QStringLiteral("expected a whole number, found \"%1\"").arg(text));
    return value;
}

double smoothingOf(const QString& text) {
    const std::optional<double> value = parse_real(text.toStdString());
    if (!value || !(*value >= 0.0 && *value < 1.0))
        refuse(QStringLiteral("--smoothing"), QStringLiteral("expected a number from 0 to below 1, found \"%1\"").arg(text));
    return *value;
}

const Metric* metricOf(const QString& name) {
    if (const Metric* metric = find_metric(name.toStdString())) return metric;
    std::vector<std::string> names;
    for (const Metric& metric : metric_table()) names.emplace_back(metric.name);
    const std::optional<std::string> nearest = nearest_name(name.toStdString(), names);
    throw UsageError(
        {.where = "--metric",
         .problem = "unknown metric \"" + name.toStdString() + "\"",
         .remedy = nearest ? "did you mean " + *nearest + "? There are: " + join(names) : "there are: " + join(names)});
}

/// By the ending of the file where no --format says it.
QString formatName(const QCommandLineParser& parser, const QString& file) {
    if (parser.isSet(QStringLiteral("format"))) return parser.value(QStringLiteral("format"));
    const QString ending = QFileInfo(file).suffix().toLower();
    return ending.isEmpty() ? QStringLiteral("png") : ending;
}

Arguments parse(const QStringList& given) {
    QCommandLineParser parser;
    const auto option = [&](const char* name, const char* value) {
        parser.addOption({QString::fromLatin1(name), QString(), QString::fromLatin1(value)});
    };
    option("format", "png|svg|pdf");
    option("width", "px");
    option("height", "px");
    option("dpi", "n");
    option("axis", "epoch|step|time_s");
    option("metric", "name");
    option("smoothing", "s");
    parser.addOption({QStringLiteral("log-y"), QString()});
    if (!parser.parse(QStringList{QStringLiteral("overfit-workbench")} + given))
        refuse(QStringLiteral("--export-figure"), parser.errorText());

    Arguments result;
    QStringList words = parser.positionalArguments();
    if (words.isEmpty()) refuse(QStringLiteral("--export-figure"), QStringLiteral("the file to write is missing"));
    result.file = words.takeFirst();
    result.runs = words;
    if (words.isEmpty()) refuse(QStringLiteral("--export-figure"), QStringLiteral("no run folder is named"));
    const auto value = [&](const char* name) { return parser.value(QString::fromLatin1(name)); };
    const auto given_ = [&](const char* name) { return parser.isSet(QString::fromLatin1(name)); };
    constexpr FigureFormat formats[] = {FigureFormat::Png, FigureFormat::Svg, FigureFormat::Pdf};
    result.figure.format = formats[choiceOf(QStringLiteral("--format"), formatName(parser, result.file),
                                            {QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf")})];
    if (given_("width")) result.figure.size.setWidth(wholeNumber(QStringLiteral("--width"), value("width")));
    if (given_("height")) result.figure.size.setHeight(wholeNumber(QStringLiteral("--height"), value("height")));
    if (given_("dpi")) result.figure.dpi = wholeNumber(QStringLiteral("--dpi"), value("dpi"));
    constexpr XAxis axes[] = {XAxis::Epoch, XAxis::Step, XAxis::Time};
    if (given_("axis"))
        result.choice.axis = axes[choiceOf(QStringLiteral("--axis"), value("axis"),
                                           {QStringLiteral("epoch"), QStringLiteral("step"), QStringLiteral("time_s")})];
    if (given_("smoothing")) result.choice.smoothing = smoothingOf(value("smoothing"));
    result.choice.logLoss = result.choice.logAccuracy = given_("log-y");
    for (const QString& name : parser.values(QStringLiteral("metric"))) result.metrics.push_back(metricOf(name));
    return result;
}

/// A chart for each unit, in the order in which the metrics are named; loss and accuracy when none is.
std::vector<FigurePanel> panelsOf(const Arguments& arguments, std::span<const ShownRun> runs) {
    std::vector<FigurePanel> panels;
    if (arguments.metrics.empty()) {
        panels.push_back({lossContent(runs, arguments.choice)});
        panels.push_back({accuracyContent(runs, arguments.choice)});
    }
    std::vector<const Metric*> left = arguments.metrics;
    while (!left.empty()) {
        std::vector<const Metric*> same;
        const MetricUnit unit = left.front()->unit;
        std::copy_if(left.begin(), left.end(), std::back_inserter(same), [&](const Metric* m) { return m->unit == unit; });
        std::erase_if(left, [&](const Metric* metric) { return metric->unit == unit; });
        panels.push_back({metricContent(runs, same, arguments.choice)});
    }
    std::erase_if(panels, [](const FigurePanel& panel) { return panel.content.lines.empty(); });
    if (panels.empty()) {
        throw Error({.where = arguments.runs.join(QStringLiteral(", ")).toStdString(),
                     .problem = "no run has a value of these metrics",
                     .remedy = "name others with --metric, or wait for the first evaluation"});
    }
    return panels;
}

void render(const QStringList& words) {
    Arguments arguments = parse(words);
    std::vector<ShownRun> runs;
    for (const QString& folder : arguments.runs) {
        if (!QFileInfo(folder).isDir())
            refuse(folder, QStringLiteral("expected a run folder, found %1")
                               .arg(QFileInfo::exists(folder) ? QStringLiteral("a file") : QStringLiteral("nothing")));
        runs.push_back(savedRun(folder.toStdString(), static_cast<int>(runs.size())));
    }
    arguments.figure.panels = panelsOf(arguments, runs);
    exportFigure(arguments.figure, arguments.file);
}

int complain(const std::exception& error, int code) {
    std::fprintf(stderr, "overfit-workbench: %s\n", error.what());
    return code;
}

}   // namespace

int renderFigureFromArguments(const QStringList& arguments) {
    try {
        render(arguments);
        return 0;
    } catch (const UsageError& error) {
        return complain(error, 2);
    } catch (const std::exception& error) {
        return complain(error, 1);
    }
}

}   // namespace overfit::ui
