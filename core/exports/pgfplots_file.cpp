#include "core/exports/pgfplots_file.h"

#include "core/config/corruption_facts.h"
#include "core/exports/figure_metrics.h"
#include "core/exports/latex_text.h"
#include "core/exports/line_style.h"
#include "core/exports/pgfplots_axis.h"
#include "core/runs/run_facts.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <string_view>

namespace overfit {

namespace {

std::string key_text(std::string_view text) { return latex_text(text, LatexPlace::Key); }

constexpr double kMillimetresPerInch = 25.4;
constexpr double kMargin = 2.0;    // mm around the figure
constexpr double kLabels = 17.0;   // mm left of an axis for numbers and title

/// "#rrggbb"; a run's own colour comes from a file that anybody may have written.
bool is_colour(std::string_view text) {
    return text.size() == 7 && text.front() == '#' &&
           text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

PgfplotsSource read_source(const std::filesystem::path& folder, std::uint32_t palette, const std::string& wanted_colour) {
    const RunListing run = read_run(folder);
    if (!run.record) throw Error({.where = "", .problem = run.problem, .remedy = ""});
    PgfplotsSource source{
        .name = run.shown_name(), .colour = fmt::format("{:06X}", palette), .metrics = read_metrics(folder)};
    for (const std::string& colour : {run.user.colour, wanted_colour}) {
        if (is_colour(colour)) source.colour = colour.substr(1);
    }
    std::transform(source.colour.begin(), source.colour.end(), source.colour.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const RunRecord& record = *run.record;
    source.chance = chance_accuracy(record);
    source.failure = failure_words(record);
    try {
        source.corrupted = corrupts_labels(read_run_config(folder).corruption.labels);
    } catch (const Error&) {
        source.corrupted = false;   // a foreign folder without a configuration still has curves
    }
    return source;
}

std::string_view axis_title(XAxis axis) {
    switch (axis) {
        case XAxis::Epoch: return "epoch";
        case XAxis::Step: return "step";
        case XAxis::Time: break;
    }
    return "time (s)";
}

std::string legend_style(LegendPlace place) {
    switch (place) {
        case LegendPlace::Below: return "legend style={at={(0.5,-0.28)}, anchor=north, draw=none, font=\\scriptsize}, ";
        case LegendPlace::Right: return "legend style={at={(1.03,1)}, anchor=north west, draw=none, font=\\scriptsize}, ";
        case LegendPlace::None: break;
    }
    return "";
}

/// Page, packages and styles; sizes in millimetres.
std::string preamble(const PgfplotsFigure& figure, std::size_t axes) {
    const auto& [request, options, sources] = figure;
    const double width = kMillimetresPerInch * options.width / options.dpi;
    const double height = kMillimetresPerInch * options.height / options.dpi;
    const auto columns = static_cast<double>(figure_columns(width, height, axes));
    const double rows = std::ceil(static_cast<double>(axes) / columns);
    const double entries = request.grid ? 1.0 : 2.0 * static_cast<double>(sources.size());
    const double legend = options.legend == LegendPlace::Below ? 4.0 * entries : 0.0;   // mm
    const double axis_width =
        std::max(20.0, width / columns - kLabels - (options.legend == LegendPlace::Right ? 30.0 : 0.0));
    const double axis_height = std::max(20.0, height / rows - kLabels);
    std::string text =
        "% Curves by Overfit Workbench. Compiles by itself; for a paper copy the tikzpicture and the lines from "
        "\\usepackage\n"
        "% to \\pgfplotsset. Very many points need lualatex, or fewer of them (--max-points).\n"
        "\\documentclass{article}\n"
        "\\usepackage[T1]{fontenc}\n"
        "\\usepackage[utf8]{inputenc}\n"
        "\\usepackage{textcomp}\n";
    text += fmt::format("\\usepackage[paperwidth={:.1f}mm, paperheight={:.1f}mm, margin={}mm]{{geometry}}\n",
                        width + 2 * kMargin, height + 2 * kMargin + rows * legend + 10.0, kMargin);
    text +=
        "\\usepackage{pgfplots}\n"
        "\\usepgfplotslibrary{groupplots}\n"
        "\\pgfplotsset{compat=1.16}\n"
        "\\definecolor{failure}{HTML}{C62828}\n";
    for (std::size_t run = 0; run < sources.size(); ++run)
        text += fmt::format("\\definecolor{{run{}}}{{HTML}}{{{}}}\n", run, sources[run].colour);
    text += "\\pagestyle{empty}\n\\parindent=0pt\n\\begin{document}\n";
    if (!options.title.empty()) text += fmt::format("\\textbf{{{}}}\\par\n", key_text(options.title));
    text += "\\begin{tikzpicture}\n";
    text += fmt::format(
        "\\begin{{groupplot}}[group style={{group size={} by {}, horizontal sep={}mm, vertical sep={:.0f}mm}}, "
        "scale only axis, width={:.1f}mm, height={:.1f}mm, xlabel={{{}}}, {}"
        "unbounded coords=jump, grid=major, grid style={{gray!20}}, axis lines=left, legend cell align=left, "
        "title style={{font=\\scriptsize, gray}}, ticklabel style={{font=\\scriptsize}}, label style={{font=\\small}}, "
        "every axis plot/.append style={{line width=0.8pt}}, /pgf/number format/precision=3, scaled ticks=false]\n",
        columns, rows, kLabels, kLabels + legend, axis_width, axis_height, axis_title(request.axis),
        legend_style(options.legend) + (request.grid ? "legend columns=-1, " : ""));
    return text;
}

}   // namespace

std::string curves_as_pgfplots(const CurveRequest& request, const FigureOptions& options) {
    check_curves(request);
    check_figure(options);
    PgfplotsFigure figure{request, options, {}};
    for (std::size_t run = 0; run < request.runs.size(); ++run) {
        figure.sources.push_back(read_source(request.runs[run], run_colour(static_cast<int>(run)),
                                             request.colours.empty() ? "" : request.colours[run]));
        if (!request.names.empty() && !request.names[run].empty()) figure.sources.back().name = request.names[run];
    }
    std::vector<std::string> axes;
    for (const MetricGroup& group : figure_metrics(request)) {
        if (!request.grid) axes.push_back(pgfplots_axis(figure, group));
        bool legend = true;   // at the first chart of the group
        for (std::size_t run = 0; request.grid && run < figure.sources.size(); ++run) {
            axes.push_back(pgfplots_axis(figure, group, run, legend));
            legend = legend && axes.back().empty();
        }
    }
    std::erase(axes, "");
    if (axes.empty()) {
        throw Error({.where = "pgfplots",
                     .problem = "no run has a value of these metrics",
                     .remedy = "name others, or wait for the first evaluation"});
    }
    std::string text = preamble(figure, axes.size());
    for (const std::string& axis : axes) text += axis;
    return text + "\\end{groupplot}\n\\end{tikzpicture}\n\\end{document}\n";
}

}   // namespace overfit
