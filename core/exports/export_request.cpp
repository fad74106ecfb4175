#include "core/exports/export_request.h"

#include "core/exports/curve_table.h"
#include "core/exports/pgfplots_file.h"
#include "core/runs/json_document.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace overfit {

namespace {

constexpr std::array kFormats{ExportFormat::Png, ExportFormat::Svg, ExportFormat::Pdf, ExportFormat::Csv,
                              ExportFormat::Pgfplots};
constexpr std::array kAxes{XAxis::Epoch, XAxis::Step, XAxis::Time};
constexpr std::array kPlaces{LegendPlace::Below, LegendPlace::Right, LegendPlace::None};

std::string_view name_of(ExportFormat format) { return format_name(format); }
std::string_view name_of(XAxis axis) { return axis_name(axis); }
std::string_view name_of(LegendPlace place) { return legend_place_name(place); }

/// The value of `values` that `json` names.
template <typename Values>
auto named(const JsonValue& json, const Values& values) {
    const std::string text = json.text();
    for (const auto value : values) {
        if (name_of(value) == text) return value;
    }
    json.refuse("a known name");
}

int integer(const JsonValue& json, std::string_view key) {
    return static_cast<int>(json.at(key).integer(0, std::numeric_limits<int>::max()));
}

}   // namespace

bool is_drawn(ExportFormat format) { return format != ExportFormat::Csv && format != ExportFormat::Pgfplots; }

std::string_view format_name(ExportFormat format) {
    return format == ExportFormat::Pgfplots ? "pgfplots" : format_ending(format);
}

std::string_view format_ending(ExportFormat format) {
    switch (format) {
        case ExportFormat::Png: return "png";
        case ExportFormat::Svg: return "svg";
        case ExportFormat::Pdf: return "pdf";
        case ExportFormat::Csv: return "csv";
        case ExportFormat::Pgfplots: break;
    }
    return "tex";
}

std::optional<ExportFormat> format_of(std::string_view file_name) {
    const std::size_t dot = file_name.rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    std::string ending(file_name.substr(dot + 1));
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const ExportFormat format : kFormats) {
        if (format_ending(format) == ending) return format;
    }
    return std::nullopt;
}

std::string exported_text(const ExportRequest& request) {
    return request.format == ExportFormat::Csv ? curves_as_csv(request.curves)
                                               : curves_as_pgfplots(request.curves, request.figure);
}

std::string export_request_to_json(const ExportRequest& request) {
    const CurveRequest& curves = request.curves;
    const FigureOptions& figure = request.figure;
    nlohmann::ordered_json json;
    json["format"] = format_name(request.format);
    json["names"] = curves.names;
    json["colours"] = curves.colours;
    json["metrics"] = curves.metrics;
    json["axis"] = axis_name(curves.axis);
    json["smoothing"] = curves.smoothing;
    json["log_x"] = curves.log_x;
    json["log_y"] = curves.log_y;
    json["grid"] = curves.grid;
    json["layout"] = curves.layout == TableLayout::Wide ? "wide" : "tidy";
    json["width"] = figure.width;
    json["height"] = figure.height;
    json["dpi"] = figure.dpi;
    json["font_points"] = figure.font_points;
    json["transparent"] = figure.transparent;
    json["title"] = figure.title;
    json["legend"] = legend_place_name(figure.legend);
    json["raw"] = figure.raw;
    json["markers"] = figure.markers;
    json["most_points"] = figure.most_points;
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

ExportRequest export_request_from_json(std::string_view json) {
    const JsonDocument document(json, "export request");
    const JsonValue root = document.root();
    ExportRequest request;
    request.format = named(root.at("format"), kFormats);
    CurveRequest& curves = request.curves;
    if (const auto names = root.find("names")) curves.names = names->texts();   // absent: of an earlier version
    curves.colours = root.at("colours").texts();
    curves.metrics = root.at("metrics").texts();
    curves.axis = named(root.at("axis"), kAxes);
    curves.smoothing = root.at("smoothing").real();
    curves.log_x = root.at("log_x").boolean();
    curves.log_y = root.at("log_y").boolean();
    if (const auto grid = root.find("grid")) curves.grid = grid->boolean();   // absent: of an earlier version
    curves.layout = root.at("layout").text() == "wide" ? TableLayout::Wide : TableLayout::Tidy;
    FigureOptions& figure = request.figure;
    figure.width = integer(root, "width");
    figure.height = integer(root, "height");
    figure.dpi = integer(root, "dpi");
    figure.font_points = root.at("font_points").real();
    figure.transparent = root.at("transparent").boolean();
    figure.title = root.at("title").text();
    figure.legend = named(root.at("legend"), kPlaces);
    figure.raw = root.at("raw").boolean();
    figure.markers = root.at("markers").boolean();
    figure.most_points = integer(root, "most_points");
    return request;
}

std::vector<std::string> export_command(const ExportRequest& request, const std::string& file) {
    const CurveRequest& curves = request.curves;
    const FigureOptions& figure = request.figure;
    const FigureOptions usual;
    std::vector<std::string> words{"overfit", "export"};
    const auto add = [&words](std::string_view option, std::string value) {
        words.emplace_back(option);
        words.push_back(std::move(value));
    };
    for (const auto& run : curves.runs) words.push_back(run.string());
    add("--" + std::string(format_name(request.format)), file);
    for (const std::string& metric : curves.metrics) add("--metric", metric);
    if (curves.axis != XAxis::Epoch) add("--x", std::string(axis_name(curves.axis)));
    if (curves.smoothing > 0) add("--smoothing", shortest_text(curves.smoothing));
    for (const std::string& name : curves.names) add("--name", name);
    if (request.format == ExportFormat::Csv) {
        if (curves.layout == TableLayout::Wide) add("--layout", "wide");
        return words;
    }
    if (curves.grid) words.emplace_back("--grid");
    if (curves.log_x) words.emplace_back("--log-x");
    if (curves.log_y) words.emplace_back("--log-y");
    for (const std::string& colour : curves.colours) add("--colour", colour);
    if (figure.width != usual.width) add("--width", std::to_string(figure.width));
    if (figure.height != usual.height) add("--height", std::to_string(figure.height));
    if (figure.dpi != usual.dpi) add("--dpi", std::to_string(figure.dpi));
    if (figure.font_points != usual.font_points) add("--font-size", shortest_text(figure.font_points));
    if (figure.transparent) words.emplace_back("--transparent");
    if (!figure.title.empty()) add("--title", figure.title);
    if (figure.legend != usual.legend) add("--legend", std::string(legend_place_name(figure.legend)));
    if (!figure.raw) words.emplace_back("--no-raw");
    if (!figure.markers) words.emplace_back("--no-markers");
    if (figure.most_points > 0) add("--max-points", std::to_string(figure.most_points));
    return words;
}

}   // namespace overfit
