#include "app/commands/command_table.h"
#include "app/commands/shared_options.h"
#include "app/console/output.h"
#include "app/console/progress_text.h"
#include "app/console/text_table.h"
#include "app/run_json.h"
#include "core/config/field_table.h"
#include "core/runs/metric_table.h"
#include "core/runs/run_facts.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <fmt/format.h>
#include <memory>

namespace overfit::cli {

namespace {

struct ShowOptions {
    std::string run;
    RunsOption runs;
    bool json = false;
};

std::string how_it_ended(const RunRecord& record) {
    std::string text(status_words(record.status));
    if (record.final_metrics) text += " " + place_words(record.status, *record.final_metrics);
    if (record.duration_s > 0) text += ", " + as_duration(record.duration_s);
    return text;
}

void add_facts(TextTable& table, const RunListing& run) {
    const RunRecord& record = *run.record;
    table.add({"name", run.shown_name()});
    table.add({"folder", run.folder.string()});
    table.add({"status", how_it_ended(record)});
    if (!record.error.empty()) table.add({"error", record.error});
    table.add({"created", record.created + (record.host.empty() ? "" : " on " + record.host)});
    if (!record.device.empty()) {
        table.add({"device", fmt::format("{} ({}), {} threads, {}", record.device, record.device_name, record.threads,
                                         record.precision)});
    }
    if (record.data) {
        table.add({"data",
                   fmt::format("{}: {} train, {} validation, {} test, {} classes", record.data->dataset,
                               with_thousands(record.data->train_examples), with_thousands(record.data->validation_examples),
                               with_thousands(record.data->test_examples), record.data->classes)});
    }
    if (record.model)
        table.add({"model", fmt::format("{}, {} parameters", record.model->name, with_thousands(record.model->parameters))});
    if (record.audit) {
        table.add({"labels", fmt::format("{} changed ({}, expected {})", with_thousands(record.audit->labels_changed),
                                         as_percent(record.audit->labels_changed_fraction),
                                         as_percent(record.audit->expected_changed_fraction))});
    }
    if (record.fitted) {
        table.add({"fitted at", fmt::format("epoch {}, step {}, {}", record.fitted->epoch,
                                            with_thousands(record.fitted->step), as_duration(record.fitted->time_s))});
    }
    if (record.best) {
        table.add({"best", fmt::format("{} {} at epoch {}{}", record.best->metric, as_percent(record.best->value),
                                       record.best->epoch,
                                       record.best->selected_on_test ? " (chosen by looking at the test set)" : "")});
    }
}

std::string value_text(const Metric& metric, double value) {
    if (std::isnan(value)) return "NaN";
    return metric.unit == MetricUnit::Fraction ? as_percent(value) : fmt::format("{:.5g}", value);
}

std::string result_text(const EpochMetrics& metrics) {
    TextTable table({{""}, {"", Align::Right}});
    for (const Metric& metric : metric_table()) {
        const auto value = metric.of_epoch == nullptr ? std::nullopt : metric.of_epoch(metrics);
        if (value) table.add({"  " + std::string(metric.title), value_text(metric, *value)});
    }
    return fmt::format("\nepoch {}:\n{}", metrics.epoch, table.text());
}

// What makes this experiment this one: the settings that are not the defaults.
std::string settings_text(const ExperimentConfig& config) {
    const ExperimentConfig defaults;
    TextTable table({{""}, {""}});
    for (const Field& field : field_table()) {
        if (!field.applies(config) || field.path == "name" || field.get(config) == field.get(defaults)) continue;
        table.add({"  " + field.path, field_text(field.get(config), field)});
    }
    return table.empty() ? "\nsettings: the defaults\n" : "\nsettings that are not the defaults:\n" + table.text();
}

void print(const RunListing& run) {
    TextTable facts({{""}, {""}});
    add_facts(facts, run);
    out(facts.text());
    if (run.record->final_metrics) out(result_text(*run.record->final_metrics));
    try {
        out(settings_text(read_run_config(run.folder)));
    } catch (const Error& error) {
        out(fmt::format("\nsettings: {}\n", error.what()));   // the rest is worth showing all the same
    }
    if (run.record->audit && !run.record->audit->findings.empty()) {
        out("\naudit:\n");
        for (const Finding& finding : run.record->audit->findings) out("  " + describe_finding(finding) + "\n");
    }
}

void show(const ShowOptions& options) {
    const RunListing run = read_run(find_run(options.run, options.runs.folder()));
    if (!run.record) {
        throw Error({.where = "", .problem = run.problem, .remedy = ""});   // the reason names the file itself
    }
    if (options.json) {
        out(json_text(run_as_json(run)));
    } else {
        print(run);
    }
}

}   // namespace

void add_show_command(CLI::App& app, ExitCode& result) {
    auto options = std::make_shared<ShowOptions>();
    CLI::App* command = app.add_subcommand("show", "Show one run: what it was, how it ended, what the audit found");
    command->add_option("RUN", options->run, "A run's folder, or its id or name, or a part of one that no other run has")
        ->required()
        ->type_name("");
    add_runs_option(*command, options->runs);
    add_json_option(*command, options->json);
    command->footer(
        "Examples:\n"
        "  overfit show 1f3a                              the run whose id ends so\n"
        "  overfit show 'true labels'                     the run that has this in its name\n"
        "  overfit show ~/overfit-runs/20260131T120000Z-my-experiment-1f3a\n"
        "  overfit show 1f3a --json | jq .final.test_accuracy");
    command->callback([options, &result] {
        show(*options);
        result = ExitCode::Done;
    });
}

}   // namespace overfit::cli
