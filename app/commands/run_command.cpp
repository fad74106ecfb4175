#include "app/commands/command_table.h"
#include "app/commands/shared_options.h"
#include "app/console/interrupt.h"
#include "app/console/output.h"
#include "app/corruption_description.h"
#include "app/model_description.h"
#include "app/recorded_training.h"
#include "core/config/field_table.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace overfit::cli {

namespace {

struct RunOptions {
    ConfigArguments config;
    RunsOption runs;
    DataOption data;
    std::string resume;
    bool quiet = false;
    bool help_config = false;
    bool describe = false;
};

ExitCode run(const RunOptions& options) {
    if (options.help_config) {
        out(field_reference_text());
        return ExitCode::Done;
    }
    const TrainingPlaces places{options.runs.folder(), options.data.roots()};
    const Chatter chatter = chatter_for(options.quiet);
    const InterruptGuard interrupt;
    if (!options.resume.empty()) {
        if (!options.config.empty()) {
            throw UsageError({.where = "overfit run --resume",
                              .problem = "a run goes on with its own configuration; another one is given too",
                              .remedy = "leave out what follows the run, or start a new run without --resume"});
        }
        const auto folder = find_run(options.resume, places.runs_dir);
        return exit_code_of(resume_and_show(folder, places, chatter, interrupt.token()).summary);
    }
    const ExperimentConfig config = options.config.read();
    if (options.describe) {
        out(described_model(config) + described_corruption(config));
        return ExitCode::Done;
    }
    return exit_code_of(train_and_show(config, places, chatter, interrupt.token()).summary);
}

}   // namespace

void add_run_command(CLI::App& app, ExitCode& result) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Train one experiment into a run folder of its own");
    command->add_option("CONFIG", options->config.words, "A configuration file, and settings as key.path=value")
        ->type_name("");
    command->add_option("--preset", options->config.preset, "An experiment that comes with the program (overfit presets)")
        ->type_name("NAME");
    command->add_option("--resume", options->resume, "Go on with a run that was stopped or interrupted")->type_name("RUN");
    add_runs_option(*command, options->runs);
    add_data_option(*command, options->data);
    command->add_flag("-q,--quiet", options->quiet, "Print nothing but the run's folder");
    command->add_flag("--describe", options->describe,
                      "Print the model's layers instead (shapes, parameters, multiply-adds), and what is corrupted");
    command->add_flag("--help-config", options->help_config, "Print every setting of a configuration");
    command->footer(
        "Ctrl-C stops after the current batch and leaves a complete run folder; a second one ends at once.\n"
        "Exit code: 0 done, 1 failed, 2 wrong use, 130 stopped.\n"
        "\n"
        "Examples:\n"
        "  overfit run my-experiment.yaml\n"
        "  overfit run my-experiment.yaml seed=2 training.epochs=20\n"
        "  overfit run --preset quick-start-random-labels corruption.labels.fraction=0.5\n"
        "  overfit run --describe --preset paper-table1-inception-true\n"
        "  overfit run --resume 20260131T120000Z-my-experiment-1f3a");
    command->callback([options, &result] { result = run(*options); });
}

}   // namespace overfit::cli
