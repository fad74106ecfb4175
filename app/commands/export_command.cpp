#include "app/commands/command_table.h"
#include "app/commands/one_of.h"
#include "app/commands/shared_options.h"
#include "app/console/output.h"
#include "app/figure_renderer.h"
#include "core/comparison/run_names.h"
#include "core/exports/export_request.h"
#include "core/runs/run_store.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <CLI/CLI.hpp>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace overfit::cli {

namespace {

struct FormatOption {
    ExportFormat format;
    const char* help;
};

constexpr std::array kFormats{
    FormatOption{ExportFormat::Csv, "Write every point as CSV; - prints it"},
    FormatOption{ExportFormat::Png, "Draw the chart (needs overfit-workbench)"},
    FormatOption{ExportFormat::Svg, "Draw the chart (needs overfit-workbench)"},
    FormatOption{ExportFormat::Pdf, "Draw the chart (needs overfit-workbench)"},
    FormatOption{ExportFormat::Pgfplots, "Write a LaTeX file for pgfplots, data included; - prints it"},
};

struct ExportOptions {
    std::vector<std::string> runs_given;
    RunsOption runs;
    std::array<std::string, kFormats.size()> files;   // one a format, in that order
    ExportRequest request;
    std::string size;
    std::optional<int> width, height, dpi;
    std::optional<double> font_points;
    bool force = false;
    bool no_legend = false, no_raw = false, no_markers = false;
};

FigureOptions figure_of(const ExportOptions& options) {
    FigureOptions figure = options.request.figure;
    if (const FigureSize* size = find_figure_size(options.size)) figure = in_size(figure, *size);
    figure.width = options.width.value_or(figure.width);
    figure.height = options.height.value_or(figure.height);
    figure.dpi = options.dpi.value_or(figure.dpi);
    figure.font_points = options.font_points.value_or(figure.font_points);
    if (options.no_legend) figure.legend = LegendPlace::None;
    figure.raw = !options.no_raw;
    figure.markers = !options.no_markers;
    return figure;
}

void write(const ExportRequest& request, const std::string& file) {
    if (is_drawn(request.format)) {
        if (file == "-") {
            throw UsageError({.where = "--" + std::string(format_name(request.format)),
                              .problem = "an image is not printed",
                              .remedy = "name a file; --csv - and --pgfplots - print text"});
        }
        render_figure(request, file);
    } else {
        const std::string text = exported_text(request);
        if (file == "-") return out(text);
        atomic_write(file, text);
    }
    out_line("wrote " + file);
}

/// A picture under another format's ending could not be opened by its name.
void refuse_other_endings(const ExportOptions& options) {
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
        const auto named = format_of(options.files[i]);
        if (options.files[i].empty() || !named || *named == kFormats[i].format) continue;
        throw UsageError({.where = options.files[i],
                          .problem = fmt::format("ends like {}, but --{} writes another format", format_name(*named),
                                                 format_name(kFormats[i].format)),
                          .remedy = fmt::format("give it to --{}, or end it with .{}", format_name(*named),
                                                format_ending(kFormats[i].format))});
    }
}

void refuse_existing_files(const ExportOptions& options) {
    if (options.force) return;
    for (const std::string& file : options.files) {
        std::error_code unknown;
        if (file.empty() || file == "-" || !std::filesystem::is_regular_file(file, unknown)) continue;
        throw UsageError({.where = file,
                          .problem = "is there already; nothing was written",
                          .remedy = "name another file, or replace it with --force"});
    }
}

ExitCode export_runs(const ExportOptions& options) {
    if (std::ranges::all_of(options.files, [](const std::string& file) { return file.empty(); })) {
        throw UsageError({.where = "overfit export",
                          .problem = "nothing says what to write",
                          .remedy = "give --csv, --png, --svg, --pdf or --pgfplots with a file; --csv - prints the table"});
    }
    ExportRequest request = options.request;
    request.figure = figure_of(options);
    for (const std::string& run : options.runs_given) request.curves.runs.push_back(find_run(run, options.runs.folder()));
    if (request.curves.names.empty() && request.curves.runs.size() > 1) {
        request.curves.names = names_told_apart(request.curves.runs);
    }
    // Before the first file is written: a mistake leaves nothing half done.
    check_curves(request.curves);
    check_figure(request.figure);
    refuse_other_endings(options);
    refuse_existing_files(options);
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
        if (options.files[i].empty()) continue;
        request.format = kFormats[i].format;
        write(request, options.files[i]);
    }
    return ExitCode::Done;
}

void add_curve_options(CLI::App& command, CurveRequest& curves) {
    given_again(
        command.add_option("--metric", curves.metrics, "Only this metric, by its name in metrics.jsonl; may be given again"))
        ->type_name("NAME");
    const std::vector<std::pair<std::string, XAxis>> axes{
        {"epoch", XAxis::Epoch}, {"step", XAxis::Step}, {"time_s", XAxis::Time}};
    command.add_option("--x", curves.axis, "What runs to the right: epoch, step or time_s")
        ->transform(one_of(axes))
        ->type_name("AXIS");
    command.add_option("--smoothing", curves.smoothing, "Weight of a moving average, 0 to below 1; the raw values stay")
        ->type_name("W");
    command.add_flag("--log-x", curves.log_x, "Logarithmic x axis");
    command.add_flag("--log-y", curves.log_y, "Logarithmic y axis");
    command.add_flag("--grid", curves.grid, "A chart for each run, all with the same axes, instead of one for all");
    const std::vector<std::pair<std::string, TableLayout>> layouts{{"tidy", TableLayout::Tidy}, {"wide", TableLayout::Wide}};
    command.add_option("--layout", curves.layout, "Of the CSV: tidy (one value a line) or wide (one column a curve)")
        ->transform(one_of(layouts))
        ->type_name("LAYOUT");
    given_again(
        command.add_option("--name", curves.names, "Of a run in legend and table; once for each run, in their order"))
        ->type_name("NAME");
    given_again(command.add_option("--colour", curves.colours, "Of a run, like #0072b2; once for each run, in their order"))
        ->type_name("COLOUR");
}

void add_size_options(CLI::App& command, ExportOptions& options) {
    std::vector<std::string> sizes;
    for (const FigureSize& size : figure_sizes()) sizes.emplace_back(size.name);
    command.add_option("--size", options.size, "Size, resolution and font for: " + join(sizes))
        ->check(one_of(sizes))
        ->type_name("NAME");
    command.add_option("--width", options.width, "Of an image, in pixels (default 1600)")->type_name("N");
    command.add_option("--height", options.height, "Of an image, in pixels (default 1000)")->type_name("N");
    command.add_option("--dpi", options.dpi, "Dots per inch of an image (default 150): text grows with it")->type_name("N");
    command.add_option("--font-size", options.font_points, "In points (default 9)")->type_name("PT");
}

void add_look_options(CLI::App& command, ExportOptions& options) {
    FigureOptions& figure = options.request.figure;
    command.add_option("--title", figure.title, "Above the charts")->type_name("TEXT");
    const std::vector<std::pair<std::string, LegendPlace>> places{
        {"below", LegendPlace::Below}, {"right", LegendPlace::Right}, {"none", LegendPlace::None}};
    command.add_option("--legend", figure.legend, "Where it stands: below, right or none")
        ->transform(one_of(places))
        ->type_name("PLACE");
    command.add_flag("--no-legend", options.no_legend, "The same as --legend none");
    command.add_flag("--no-raw", options.no_raw, "Only the smoothed lines, without the raw ones beneath");
    command.add_flag("--no-markers", options.no_markers, "No shape for each run: runs differ in colour alone");
    command.add_flag("--transparent", figure.transparent, "No white background");
    command
        .add_option("--max-points", figure.most_points,
                    "Of a curve in pgfplots; the smallest and largest values stay (default: every point)")
        ->type_name("N");
}

}   // namespace

void add_export_command(CLI::App& app, ExitCode& result) {
    auto options = std::make_shared<ExportOptions>();
    CLI::App* command =
        app.add_subcommand("export", "Write curves as a table (CSV), a figure (PNG, SVG, PDF) or LaTeX (pgfplots)");
    command->add_option("RUN", options->runs_given, "One or more runs, overlaid or in a grid")->required()->type_name("");
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
        command->add_option("--" + std::string(format_name(kFormats[i].format)), options->files[i], kFormats[i].help)
            ->type_name("FILE");
    }
    command->add_flag("--force", options->force, "Replace files that are there already; without it they are refused");
    add_curve_options(*command, options->request.curves);
    add_size_options(*command, *options);
    add_look_options(*command, *options);
    add_runs_option(*command, options->runs);
    command->footer(
        "Examples:\n"
        "  overfit export 1f3a --csv curves.csv\n"
        "  overfit export 1f3a 9c02 --metric train_loss --log-y --png loss.png\n"
        "  overfit export 1f3a 9c02 7b55 --grid --metric train_accuracy --metric test_accuracy --png grid.png\n"
        "  overfit export 1f3a 9c02 --size two-columns --pdf figure.pdf\n"
        "  overfit export 1f3a --metric test_accuracy --x step --smoothing 0.9 --pgfplots figure.tex --max-points 400\n"
        "  overfit export 1f3a --csv - --layout wide | head");
    command->callback([options, &result] { result = export_runs(*options); });
}

}   // namespace overfit::cli
