#include "app/commands/command_table.h"
#include "app/commands/shared_options.h"
#include "app/console/output.h"
#include "app/figure_renderer.h"
#include "core/exports/curve_table.h"
#include "core/runs/run_store.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <CLI/CLI.hpp>
#include <array>
#include <map>
#include <memory>

namespace overfit::cli {

namespace {

constexpr std::array kImageFormats{"png", "svg", "pdf"};

struct ExportOptions {
    std::vector<std::string> runs_given;
    RunsOption runs;
    std::string csv;
    std::array<std::string, kImageFormats.size()> images;   // one file a format, in that order
    Figure size;
    CurveRequest curves;
};

// Otherwise a typing mistake would only show once a picture is drawn.
void require_known_metrics(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (find_metric(name) != nullptr) continue;
        std::vector<std::string> known;
        for (const Metric& metric : metric_table()) known.emplace_back(metric.name);
        const auto nearest = nearest_name(name, known);
        throw UsageError({.where = "--metric " + name,
                          .problem = "there is no such metric",
                          .remedy = nearest ? "the nearest is " + *nearest : "there are: " + join(known)});
    }
}

void write_csv(const std::string& file, const CurveRequest& curves) {
    const std::string table = curves_as_csv(curves);
    if (file == "-") {
        out(table);
        return;
    }
    atomic_write(file, table);
    out_line("wrote " + file);
}

ExitCode export_runs(ExportOptions options) {
    const bool any_image = std::ranges::any_of(options.images, [](const std::string& file) { return !file.empty(); });
    if (options.csv.empty() && !any_image) {
        throw UsageError({.where = "overfit export",
                          .problem = "nothing says what to write",
                          .remedy = "give --csv FILE, --png FILE, --svg FILE or --pdf FILE; --csv - prints the table"});
    }
    require_known_metrics(options.curves.metrics);
    for (const std::string& run : options.runs_given) options.curves.runs.push_back(find_run(run, options.runs.folder()));
    if (!options.csv.empty()) write_csv(options.csv, options.curves);
    for (std::size_t i = 0; i < kImageFormats.size(); ++i) {
        if (options.images[i].empty()) continue;
        Figure figure = options.size;
        figure.file = options.images[i];
        figure.format = kImageFormats[i];
        render_figure(figure, options.curves);
        out_line("wrote " + options.images[i]);
    }
    return ExitCode::Done;
}

void add_curve_options(CLI::App& command, CurveRequest& curves) {
    command.add_option("--metric", curves.metrics, "Only this metric, by its name in metrics.jsonl; may be given again")
        ->type_name("NAME")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    const std::map<std::string, XAxis> axes{{"epoch", XAxis::Epoch}, {"step", XAxis::Step}, {"time_s", XAxis::Time}};
    command.add_option("--x", curves.axis, "What runs to the right: epoch, step or time_s")
        ->transform(CLI::CheckedTransformer(axes).description(""))
        ->type_name("AXIS");
    command.add_option("--smoothing", curves.smoothing, "Weight of a moving average, 0 to below 1; the raw values stay")
        ->check(CLI::Range(0.0, 0.9999).description(""))
        ->type_name("W");
    command.add_flag("--log-y", curves.log_y, "Logarithmic y axis");
    const std::map<std::string, TableLayout> layouts{{"tidy", TableLayout::Tidy}, {"wide", TableLayout::Wide}};
    command.add_option("--layout", curves.layout, "Of the CSV: tidy (one value a line) or wide (one column a curve)")
        ->transform(CLI::CheckedTransformer(layouts).description(""))
        ->type_name("LAYOUT");
}

void add_size_options(CLI::App& command, Figure& size) {
    const auto number = [&command](const char* name, int& value, const char* help, int lowest, int highest) {
        command.add_option(name, value, help)->check(CLI::Range(lowest, highest).description(""))->type_name("N");
    };
    number("--width", size.width, "Of an image, in pixels (default 1600)", 100, 20000);
    number("--height", size.height, "Of an image, in pixels (default 1000)", 100, 20000);
    number("--dpi", size.dpi, "Dots per inch of an image (default 150): text grows with it", 30, 1200);
}

}   // namespace

void add_export_command(CLI::App& app, ExitCode& result) {
    auto options = std::make_shared<ExportOptions>();
    CLI::App* command = app.add_subcommand("export", "Write curves as a table (CSV) or as an image (PNG, SVG, PDF)");
    command->add_option("RUN", options->runs_given, "One or more runs, overlaid")->required()->type_name("");
    command->add_option("--csv", options->csv, "Write every point as CSV; - prints it")->type_name("FILE");
    for (std::size_t i = 0; i < kImageFormats.size(); ++i) {
        command
            ->add_option(std::string("--") + kImageFormats[i], options->images[i],
                         "Draw the chart (needs overfit-workbench)")
            ->type_name("FILE");
    }
    add_curve_options(*command, options->curves);
    add_size_options(*command, options->size);
    add_runs_option(*command, options->runs);
    command->footer(
        "Examples:\n"
        "  overfit export 1f3a --csv curves.csv\n"
        "  overfit export 1f3a 9c02 --metric train_loss --log-y --png loss.png\n"
        "  overfit export 1f3a --metric test_accuracy --x step --smoothing 0.9 --pdf figure.pdf --dpi 300\n"
        "  overfit export 1f3a --csv - --layout wide | head");
    command->callback([options, &result] { result = export_runs(*options); });
}

}   // namespace overfit::cli
