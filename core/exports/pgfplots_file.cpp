#include "core/exports/pgfplots_file.h"

#include "core/analysis/smoothing.h"
#include "core/config/corruption_facts.h"
#include "core/exports/curve_points.h"
#include "core/exports/figure_metrics.h"
#include "core/exports/latex_text.h"
#include "core/exports/left_out.h"
#include "core/exports/line_style.h"
#include "core/runs/run_facts.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <string_view>

namespace overfit {

namespace {

std::string key_text(std::string_view text) { return latex_text(text, LatexPlace::Key); }

constexpr double kMillimetresPerInch = 25.4;
constexpr double kMargin = 2.0;    // mm around the figure
constexpr double kLabels = 17.0;   // mm left of an axis for numbers and title
constexpr std::array kMarkers{"o", "square", "triangle", "diamond", "x", "+", "pentagon", "star", "otimes", "asterisk"};

/// One run with what the file needs of it.
struct Source {
    std::string name, colour;
    RunMetrics metrics;
    bool corrupted = false;
    double chance = 0.0;        // accuracy of a guess; 0 = unknown
    std::string failure = {};   // why it ended early; empty otherwise
};

/// "#rrggbb"; a run's own colour comes from a file that anybody may have written.
bool is_colour(std::string_view text) {
    return text.size() == 7 && text.front() == '#' &&
           text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

Source read_source(const std::filesystem::path& folder, std::uint32_t palette, const std::string& wanted_colour) {
    const RunListing run = read_run(folder);
    if (!run.record) throw Error({.where = "", .problem = run.problem, .remedy = ""});
    Source source{.name = run.shown_name(), .colour = fmt::format("{:06X}", palette), .metrics = read_metrics(folder)};
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

std::string number(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    return shortest_text(value);
}

std::string dash_pattern(MetricQuantity quantity) {
    const std::span<const double> dashes = line_dashes(quantity);
    if (dashes.empty()) return "solid";
    std::string pattern = "dash pattern=";
    for (std::size_t i = 0; i < dashes.size(); ++i)
        pattern += fmt::format("{} {}pt ", i % 2 == 0 ? "on" : "off", shortest_text(dashes[i]));
    pattern.pop_back();
    return pattern;
}

/// One axis: the lines of a unit.
class AxisText {
public:
    AxisText(const CurveRequest& request, const FigureOptions& options, const MetricGroup& group,
             const std::vector<Source>& sources)
        : request_(request), options_(options), group_(group), sources_(sources) {
        present_.unit = group.unit;
        for (const Metric* metric : group.metrics) {
            const bool any = std::any_of(sources.begin(), sources.end(),
                                         [&](const Source& source) { return !curve_of_run(source, *metric).x.empty(); });
            if (any) present_.metrics.push_back(metric);
        }
        for (std::size_t run = 0; run < sources.size(); ++run) add_run(run);
    }

    bool empty() const { return plots_.empty(); }

    std::string text() const {
        std::string notes = left_out_text(left_out_, request_.axis);
        if (request_.smoothing > 0)
            notes = fmt::format("smoothed {:.2f}{}{}", request_.smoothing, notes.empty() ? "" : " · ", notes);
        std::string text = fmt::format("\\nextgroupplot[ylabel={{{}}}", y_title());
        if (!notes.empty()) text += fmt::format(", title={{{}}}", key_text(notes));
        if (request_.log_y) text += ", ymode=log";
        if (request_.log_x) text += ", xmode=log";
        const bool percent = group_.unit == MetricUnit::Fraction && !request_.log_y;
        if (percent) {
            text += R"(, ymin=0, ymax=1, enlarge y limits=0.02, yticklabel={\pgfmathparse{100*\tick})"
                    R"(\pgfmathprintnumber{\pgfmathresult}\,\%})";
        }
        return text + "]\n" + plots_ + references() + marks_;
    }

private:
    std::string y_title() const {
        std::string title = key_text(group_title(present_));
        const std::string_view unit = unit_title(group_.unit);
        return unit.empty() ? title : title + " (" + key_text(unit) + ")";
    }

    /// Empty where the run has no such metric, or is not asked for it.
    Curve curve_of_run(const Source& source, const Metric& metric) const {
        if (request_.metrics.empty() && is_split(metric) && !source.corrupted) return {};
        return curve_of(source.metrics, metric, request_.axis);
    }

    void add_run(std::size_t run) {
        const Source& source = sources_[run];
        bool any = false;
        for (const Metric* metric : group_.metrics) {
            const Curve curve = curve_of_run(source, *metric);
            if (curve.x.empty()) continue;
            any = true;
            left_out_.add(curve.x, curve.y, request_.log_x, request_.log_y);
            const bool averaged = request_.smoothing > 0;
            if (averaged && options_.raw)
                add_plot(fmt::format("run{}, opacity=0.3, line width=0.5pt, forget plot", run), curve, "");
            const Curve drawn = averaged ? Curve{curve.x, smoothed(curve.y, request_.smoothing)} : curve;
            add_plot(line_style(run, *metric, drawn), drawn, legend_entry(source, *metric));
        }
        if (any && !source.failure.empty()) add_failure(source);
    }

    std::string line_style(std::size_t run, const Metric& metric, const Curve& curve) const {
        std::string style = fmt::format("run{}, {}", run, dash_pattern(metric.quantity));
        if (options_.markers && sources_.size() > 1) {
            const std::size_t points = options_.most_points > 0
                                           ? std::min(curve.x.size(), static_cast<std::size_t>(options_.most_points))
                                           : curve.x.size();
            const std::size_t every = std::max<std::size_t>(1, points / 7);
            style += fmt::format(", mark={}, mark repeat={}, mark phase={}, mark size=1.6pt, mark options={{solid}}",
                                 kMarkers[run % kMarkers.size()], every, 1 + run * every / sources_.size());
        }
        return style;
    }

    std::string legend_entry(const Source& source, const Metric& metric) const {
        if (options_.legend == LegendPlace::None) return "";
        const std::string_view quantity = quantity_title(metric.quantity);
        if (present_.metrics.size() == 1) return key_text(source.name);
        return key_text(fmt::format("{}, {}", source.name, quantity.empty() ? metric.title : quantity));
    }

    void add_plot(const std::string& style, const Curve& curve, const std::string& entry) {
        const Curve points = with_at_most(curve, options_.most_points);
        auto out = std::back_inserter(plots_);
        fmt::format_to(out, "\\addplot[{}] table[row sep=newline] {{\nx y\n", style);
        for (std::size_t i = 0; i < points.x.size(); ++i)
            fmt::format_to(out, "{} {}\n", number(points.x[i]), number(points.y[i]));
        plots_ += "};\n";
        if (!entry.empty()) plots_ += fmt::format("\\addlegendentry{{{}}}\n", entry);
    }

    void add_failure(const Source& source) {
        double last = 0.0;
        for (const Metric* metric : group_.metrics) {
            const Curve curve = curve_of(source.metrics, *metric, request_.axis);
            if (!curve.x.empty()) last = std::max(last, curve.x.back());
        }
        if (request_.log_x && !(last > 0.0)) return;
        marks_ += fmt::format(
            "\\draw[failure, dashed] ({{axis cs:{0},1}}|-{{rel axis cs:0,0}}) -- ({{axis cs:{0},1}}|-{{rel "
            "axis cs:0,1}}) node[pos=0.95, anchor=east, font=\\scriptsize] {{$\\times$ {1}}};\n",
            number(last), key_text(source.failure));
    }

    std::string references() const {
        if (group_.unit != MetricUnit::Fraction) return "";
        std::vector<double> chances;
        for (const Source& source : sources_) {
            if (source.chance > 0.0 && std::find(chances.begin(), chances.end(), source.chance) == chances.end())
                chances.push_back(source.chance);
        }
        std::string text;
        for (const double chance : chances) {
            text += fmt::format(
                "\\draw[gray, densely dashed] ({{rel axis cs:0,0}}|-{{axis cs:1,{0}}}) -- ({{rel axis "
                "cs:1,0}}|-{{axis cs:1,{0}}}) node[pos=1, anchor=north east, font=\\scriptsize] {{{1}}};\n",
                number(chance), key_text("chance " + as_percent(chance)));
        }
        return text;
    }

    const CurveRequest& request_;
    const FigureOptions& options_;
    const MetricGroup& group_;
    const std::vector<Source>& sources_;
    MetricGroup present_;   // of which any run has a value
    std::string plots_, marks_;
    LeftOut left_out_;
};

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
std::string preamble(const CurveRequest& request, const FigureOptions& options, const std::vector<Source>& sources,
                     std::size_t axes) {
    const double width = kMillimetresPerInch * options.width / options.dpi;
    const double height = kMillimetresPerInch * options.height / options.dpi;
    const bool beside = width >= 1.25 * height;
    const double columns = beside ? static_cast<double>(axes) : 1.0, rows = beside ? 1.0 : static_cast<double>(axes);
    const double legend = options.legend == LegendPlace::Below ? 4.0 * static_cast<double>(sources.size()) * 2.0 : 0.0;
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
        legend_style(options.legend));
    return text;
}

}   // namespace

std::string curves_as_pgfplots(const CurveRequest& request, const FigureOptions& options) {
    check_curves(request);
    check_figure(options);
    std::vector<Source> sources;
    for (std::size_t run = 0; run < request.runs.size(); ++run) {
        sources.push_back(read_source(request.runs[run], run_colour(static_cast<int>(run)),
                                      request.colours.empty() ? "" : request.colours[run]));
        if (!request.names.empty() && !request.names[run].empty()) sources.back().name = request.names[run];
    }
    const std::vector<MetricGroup> groups = figure_metrics(request);
    std::string axes;
    std::size_t count = 0;
    for (const MetricGroup& group : groups) {
        const AxisText axis(request, options, group, sources);
        if (axis.empty()) continue;
        axes += axis.text();
        ++count;
    }
    if (count == 0) {
        throw Error({.where = "pgfplots",
                     .problem = "no run has a value of these metrics",
                     .remedy = "name others, or wait for the first evaluation"});
    }
    return preamble(request, options, sources, count) + axes + "\\end{groupplot}\n\\end{tikzpicture}\n\\end{document}\n";
}

}   // namespace overfit
