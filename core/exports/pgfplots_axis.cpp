#include "core/exports/pgfplots_axis.h"

#include "core/analysis/smoothing.h"
#include "core/exports/curve_points.h"
#include "core/exports/latex_text.h"
#include "core/exports/left_out.h"
#include "core/exports/line_style.h"
#include "core/runs/run_facts.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <limits>
#include <string_view>

namespace overfit {

namespace {

using Source = PgfplotsSource;

constexpr std::array kMarkers{"o", "square", "triangle", "diamond", "x", "+", "pentagon", "star", "otimes", "asterisk"};

std::string key_text(std::string_view text) { return latex_text(text, LatexPlace::Key); }

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

/// "train"; the whole title of a metric that is no part of the data's.
std::string_view words_of(const Metric& metric) {
    const std::string_view quantity = quantity_title(metric.quantity);
    return quantity.empty() ? metric.title : quantity;
}

/// The values of an axis, as far as it can show them.
struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -low;

    void include(double value, bool logarithmic) {
        if (!std::isfinite(value) || (logarithmic && !(value > 0.0))) return;
        low = std::min(low, value);
        high = std::max(high, value);
    }

    std::string text(char axis) const {
        if (!(low < high)) return "";
        return fmt::format(", {0}min={1}, {0}max={2}", axis, number(low), number(high));
    }
};

/// One axis: the lines of a unit.
class AxisText {
public:
    AxisText(const PgfplotsFigure& figure, const MetricGroup& group, std::optional<std::size_t> only, bool legend)
        : request_(figure.request),
          options_(figure.options),
          group_(group),
          sources_(figure.sources),
          only_(only),
          legend_(legend) {
        present_.unit = group.unit;
        for (const Metric* metric : group.metrics) {
            const bool any = std::any_of(sources_.begin(), sources_.end(),
                                         [&](const Source& source) { return !curve_of_run(source, *metric).x.empty(); });
            if (any) present_.metrics.push_back(metric);
        }
        for (std::size_t run = 0; run < sources_.size(); ++run) {
            if (!only_ || run == *only_) add_run(run);
        }
    }

    bool empty() const { return plots_.empty(); }

    std::string text() const {
        std::string notes = left_out_text(left_out_, request_.axis);
        if (request_.smoothing > 0)
            notes = fmt::format("smoothed {:.2f}{}{}", request_.smoothing, notes.empty() ? "" : " · ", notes);
        if (only_) notes = sources_[*only_].name + (notes.empty() ? "" : " · " + notes);
        std::string text = fmt::format("\\nextgroupplot[ylabel={{{}}}", y_title());
        if (only_) text += shared_ranges(percent());
        if (!notes.empty()) text += fmt::format(", title={{{}}}", key_text(notes));
        if (request_.log_y) text += ", ymode=log";
        if (request_.log_x) text += ", xmode=log";
        if (percent()) {
            text += R"(, ymin=0, ymax=1, enlarge y limits=0.02, yticklabel={\pgfmathparse{100*\tick})"
                    R"(\pgfmathprintnumber{\pgfmathresult}\,\%})";
        }
        return text + "]\n" + plots_ + (only_ && legend_ ? shared_legend() : "") + references() + marks_;
    }

private:
    bool percent() const { return group_.unit == MetricUnit::Fraction && !request_.log_y; }

    /// What any run of the grid shows.
    std::string shared_ranges(bool x_only) const {
        Range x, y;
        for (const Source& source : sources_) {
            for (const Metric* metric : present_.metrics) {
                const Curve curve = curve_of_run(source, *metric);
                for (const double value : curve.x) x.include(value, request_.log_x);
                for (const double value : curve.y) y.include(value, request_.log_y);
            }
        }
        return x.text('x') + (x_only ? "" : y.text('y'));
    }

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
        if (options_.markers && !only_ && sources_.size() > 1) {
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
        if (options_.legend == LegendPlace::None || only_) return "";   // of a grid: shared_legend()
        if (present_.metrics.size() == 1) return key_text(source.name);
        return key_text(fmt::format("{}, {}", source.name, words_of(metric)));
    }

    std::string shared_legend() const {
        if (options_.legend == LegendPlace::None) return "";
        std::string text;
        for (const Metric* metric : present_.metrics) {
            text += fmt::format("\\addlegendimage{{black, {}}}\n\\addlegendentry{{{}}}\n", dash_pattern(metric->quantity),
                                key_text(words_of(*metric)));
        }
        return text;
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
        for (std::size_t run = 0; run < sources_.size(); ++run) {
            if (only_ && run != *only_) continue;
            const Source& source = sources_[run];
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
    const std::optional<std::size_t> only_;   // of a grid: the run that the axis is of
    const bool legend_;
    MetricGroup present_;   // of which any run has a value
    std::string plots_, marks_;
    LeftOut left_out_;
};

}   // namespace

std::string pgfplots_axis(const PgfplotsFigure& figure, const MetricGroup& group, std::optional<std::size_t> only,
                          bool legend) {
    const AxisText axis(figure, group, only, legend);
    return axis.empty() ? "" : axis.text();
}

}   // namespace overfit
