#include "app/commands/command_table.h"
#include "app/commands/shared_options.h"
#include "app/console/interrupt.h"
#include "app/console/output.h"
#include "app/console/text_table.h"
#include "app/figure_renderer.h"
#include "app/recorded_training.h"
#include "core/config/config_yaml.h"
#include "core/config/presets.h"
#include "core/exports/curve_table.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <CLI/CLI.hpp>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <unistd.h>

namespace overfit::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::array kPresets{"quick-start-true-labels", "quick-start-random-labels"};

struct QuickStartOptions {
    std::vector<std::string> overrides;
    std::string output = "overfit-quick-start";
    RunsOption runs;
    DataOption data;
    bool quiet = false;
};

ExperimentConfig quick_start_config(const char* preset, const std::vector<std::string>& overrides) {
    for (const std::string& word : overrides) {
        if (!is_override(word)) {
            throw UsageError({.where = word,
                              .problem = "expected a setting as key.path=value",
                              .remedy = "experiments of your own: overfit run CONFIG.yaml"});
        }
    }
    ExperimentConfig config = preset_config(preset);
    apply_overrides(config, overrides);
    return config;
}

// Before a minute of training, not after it.
void make_output_folder(const fs::path& folder) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem || access(folder.c_str(), W_OK) != 0) {
        throw UsageError(
            {.where = folder.string(),
             .problem = "the charts cannot be written there" + (problem ? ": " + problem.message() : std::string()),
             .remedy = "name another folder: --output DIR"});
    }
}

std::string comparison(std::span<const RecordedRun> runs) {
    TextTable table(
        {{"labels"}, {"train accuracy", Align::Right}, {"test accuracy", Align::Right}, {"epochs", Align::Right}});
    constexpr std::array kinds{"true", "random"};
    const auto percent = [](const std::optional<double>& value) { return value ? as_percent(*value) : "-"; };
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const EpochMetrics& last = runs[i].summary.final_metrics;
        table.add({kinds[i], percent(last.train_accuracy), percent(last.test_accuracy), std::to_string(last.epoch)});
    }
    return table.text();
}

bool memorised(const RecordedRun& run) { return run.summary.fitted.has_value(); }

void write_charts(const fs::path& folder, std::span<const RecordedRun> runs) {
    ExportRequest request;
    for (const RecordedRun& run : runs) request.curves.runs.push_back(run.folder);
    const fs::path table = folder / "curves.csv";
    atomic_write(table, curves_as_csv(request.curves));
    out_line("wrote " + table.string());
    if (figure_program().empty()) {
        out_line("no charts: overfit-workbench, which draws them, is not beside this program");
        return;
    }
    const auto draw = [&](const char* file, std::vector<std::string> metrics) {
        request.curves.metrics = std::move(metrics);
        render_figure(request, folder / file);
        out_line("wrote " + (folder / file).string());
    };
    draw("loss.png", {"train_loss", "test_loss"});
    draw("accuracy.png", {"train_accuracy", "test_accuracy"});
}

ExitCode quick_start(const QuickStartOptions& options) {
    const TrainingPlaces places{options.runs.folder(), options.data.roots()};
    std::vector<ExperimentConfig> configs;
    configs.reserve(kPresets.size());
    for (const char* preset : kPresets) configs.push_back(quick_start_config(preset, options.overrides));
    const fs::path folder = fs::absolute(options.output);
    make_output_folder(folder);

    const Chatter chatter = chatter_for(options.quiet);
    const InterruptGuard interrupt;
    std::vector<RecordedRun> runs;
    ExitCode worst = ExitCode::Done;
    for (const ExperimentConfig& config : configs) {
        if (!options.quiet) out_line((runs.empty() ? "" : "\n") + one_line(config.name));
        runs.push_back(train_and_show(config, places, chatter, interrupt.token()));
        const ExitCode code = exit_code_of(runs.back().summary);
        if (code == ExitCode::Stopped) return code;
        if (code != ExitCode::Done) worst = code;
    }
    if (!options.quiet) {
        out_line("\n" + comparison(runs));
        if (memorised(runs.back())) {
            out_line("The same network, the same images: labels that mean nothing are learnt just as well, so training");
            out_line("accuracy alone cannot tell memorising from generalising.\n");
        }
    }
    write_charts(folder, runs);
    return worst;
}

}   // namespace

void add_quick_start_command(CLI::App& app, ExitCode& result) {
    auto options = std::make_shared<QuickStartOptions>();
    CLI::App* command = app.add_subcommand("quick-start", "One minute: a network learns true labels, then random ones");
    command->add_option("SETTING", options->overrides, "Settings for both runs, as key.path=value")->type_name("");
    command
        ->add_option("-o,--output", options->output,
                     "Folder for loss.png, accuracy.png and curves.csv (default: overfit-quick-start)")
        ->type_name("DIR");
    add_runs_option(*command, options->runs);
    add_data_option(*command, options->data);
    command->add_flag("-q,--quiet", options->quiet, "Print nothing but the folders and files");
    command->footer(
        "Trains the presets quick-start-true-labels and quick-start-random-labels on 5,000 images of Fashion-MNIST, then "
        "draws\n"
        "both into one chart of loss and one of accuracy.\n"
        "\n"
        "Examples:\n"
        "  overfit quick-start\n"
        "  overfit quick-start --output charts seed=2");
    command->callback([options, &result] { result = quick_start(*options); });
}

}   // namespace overfit::cli
