#include "ui/exports/figure_arguments.h"

#include "core/exports/export_request.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "ui/exports/figure_content.h"
#include "ui/exports/figure_export.h"

#include <cstdio>
#include <exception>

namespace overfit::ui {

namespace {

ExportRequest requestOf(const QStringList& arguments) {
    if (arguments.size() < 2) {
        throw UsageError({.where = "--export-figure",
                          .problem = "expected a file, a request and run folders",
                          .remedy = "overfit export --help tells how figures are drawn"});
    }
    ExportRequest request;
    try {
        request = export_request_from_json(arguments[1].toStdString());
    } catch (const Error& error) {
        throw UsageError({.where = "--export-figure", .problem = error.what(), .remedy = "use overfit export"});
    }
    for (const QString& run : arguments.mid(2)) request.curves.runs.emplace_back(run.toStdString());
    return request;
}

void render(const QStringList& arguments) {
    const ExportRequest request = requestOf(arguments);
    check_figure(request.figure);
    const QByteArray bytes =
        renderFigure({.panels = readPanels(request.curves), .options = request.figure, .format = request.format});
    atomic_write(arguments[0].toStdString(), std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
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
