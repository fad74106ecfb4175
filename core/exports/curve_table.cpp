#include "core/exports/curve_table.h"

#include "core/analysis/smoothing.h"
#include "core/exports/csv_cell.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <fmt/format.h>
#include <map>
#include <optional>
#include <utility>

namespace overfit {

namespace {

/// One run with what the table needs of it.
struct Source {
    std::string id, name;
    RunMetrics metrics;
};

/// A line of the tidy table before it is text.
struct Point {
    std::string_view kind;
    std::int64_t step = 0;
    double epoch = 0.0, time_s = 0.0, value = 0.0;
};

Source read_source(const std::filesystem::path& folder) {
    const RunListing run = read_run(folder);
    if (!run.record) throw Error({.where = "", .problem = run.problem, .remedy = ""});
    return {.id = run.record->id, .name = run.shown_name(), .metrics = read_metrics(folder)};
}

std::vector<Point> epoch_points(const RunMetrics& run, const Metric& metric) {
    std::vector<Point> points;
    if (metric.of_epoch == nullptr) return points;
    for (const EpochMetrics& line : run.epochs) {
        const std::optional<double> value = metric.of_epoch(line);
        if (value) points.push_back({"epoch", line.step, static_cast<double>(line.epoch), line.time_s, *value});
    }
    return points;
}

std::vector<Point> step_points(const RunMetrics& run, const Metric& metric) {
    std::vector<Point> points;
    if (metric.of_step == nullptr) return points;
    for (const StepReport& line : run.steps) {
        const std::optional<double> value = metric.of_step(line);
        if (value) points.push_back({"step", line.step, line.epoch, line.time_s, *value});
    }
    return points;
}

std::vector<double> smoothed_values(const std::vector<Point>& points, double weight) {
    std::vector<double> values;
    values.reserve(points.size());
    for (const Point& point : points) values.push_back(point.value);
    return smoothed(values, weight);
}

std::string tidy_table(const std::vector<Source>& sources, const std::vector<const Metric*>& metrics, double smoothing) {
    std::string csv = "run,name,kind,step,epoch,time_s,metric,value";
    csv += smoothing > 0 ? ",smoothed\r\n" : "\r\n";
    for (const Source& source : sources) {
        const std::string names = csv_text_cell(source.id) + ',' + csv_text_cell(source.name);
        for (const Metric* metric : metrics) {
            for (const auto& points : {epoch_points(source.metrics, *metric), step_points(source.metrics, *metric)}) {
                const std::vector<double> averages = smoothed_values(points, smoothing);
                for (std::size_t i = 0; i < points.size(); ++i) {
                    const Point& point = points[i];
                    csv += fmt::format("{},{},{},{},{},{},{}", names, point.kind, point.step, shortest_text(point.epoch),
                                       shortest_text(point.time_s), metric->name, shortest_text(point.value));
                    if (smoothing > 0) csv += ',' + shortest_text(averages[i]);
                    csv += "\r\n";
                }
            }
        }
    }
    return csv;
}

/// Columns that share one x: the rows are all x that any of them has. A curve with an x twice (two evaluations at one time)
/// takes two rows.
class WideTable {
public:
    explicit WideTable(std::string_view x_name) : header_(x_name) {}

    void add_column(const std::string& name, std::span<const double> x, std::span<const double> values) {
        header_ += ',' + csv_text_cell(name);
        int repeated = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            repeated = i > 0 && x[i] == x[i - 1] ? repeated + 1 : 0;
            rows_[{x[i], repeated}].emplace_back(columns_, values[i]);
        }
        ++columns_;
    }

    std::string csv() const {
        std::string csv = header_ + "\r\n";
        for (const auto& [place, cells] : rows_) {
            csv += shortest_text(place.first);
            auto cell = cells.begin();
            for (std::size_t column = 0; column < columns_; ++column) {
                csv += ',';
                if (cell != cells.end() && cell->first == column) csv += shortest_text((cell++)->second);
            }
            csv += "\r\n";
        }
        return csv;
    }

private:
    std::string header_;
    std::size_t columns_ = 0;
    std::map<std::pair<double, int>, std::vector<std::pair<std::size_t, double>>> rows_;   // ascending columns in each
};

std::string wide_table(const std::vector<Source>& sources, const std::vector<const Metric*>& metrics, XAxis axis,
                       double smoothing) {
    WideTable table(axis_name(axis));
    for (const Source& source : sources) {
        for (const Metric* metric : metrics) {
            const Curve curve = curve_of(source.metrics, *metric, axis);
            if (curve.x.empty()) continue;
            const std::string name = fmt::format("{}/{}", source.id, metric->name);
            table.add_column(name, curve.x, curve.y);
            if (smoothing > 0) table.add_column(name + "/smoothed", curve.x, smoothed(curve.y, smoothing));
        }
    }
    return table.csv();
}

}   // namespace

std::string curves_as_csv(const CurveRequest& request) {
    check_curves(request);
    const std::vector<const Metric*> metrics = requested_metrics(request);
    std::vector<Source> sources;
    for (const std::filesystem::path& run : request.runs) sources.push_back(read_source(run));
    for (std::size_t i = 0; i < request.names.size(); ++i) {
        if (!request.names[i].empty()) sources[i].name = request.names[i];
    }
    return request.layout == TableLayout::Tidy ? tidy_table(sources, metrics, request.smoothing)
                                               : wide_table(sources, metrics, request.axis, request.smoothing);
}

}   // namespace overfit
