#include "app/commands/command_table.h"
#include "app/commands/shared_options.h"
#include "app/console/output.h"
#include "app/console/progress_text.h"
#include "app/console/text_table.h"
#include "app/run_json.h"
#include "core/audit/audit_labels.h"
#include "core/experiment/data_notes_observer.h"
#include "core/experiment/prepared_experiment.h"
#include "core/experiment/saved_run_audit.h"
#include "core/runs/run_facts.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace overfit::cli {

namespace {

using nlohmann::ordered_json;

struct AuditOptions {
    ConfigArguments subject;   // RUN, or an experiment
    RunsOption runs;
    DataOption data;
    bool json = false;
};

/// A judged experiment or run, ready to print.
struct Judged {
    std::string subject;
    std::optional<RunStatus> status;   // of a run
    std::string labels;                // the share of changed labels, in words
    AuditReport report;
    std::vector<Finding>
        recorded;   // what the run itself wrote down, where it is not found again (images, hashes on the device)
};

Judged judge_run(const std::filesystem::path& folder) {
    const RunListing listing = read_run(folder);
    SavedRunAudit audit = audit_run_folder(listing);
    return {.subject = listing.record->id,
            .status = listing.record->status,
            .labels = std::move(audit.labels),
            .report = std::move(audit.judged),
            .recorded = std::move(audit.recorded)};
}

Judged judge_experiment(const AuditOptions& options) {
    const ExperimentConfig config = options.subject.read();
    const PreparedExperiment prepared = prepare_experiment(config, options.data.roots());
    const LabelPair train{prepared.train.images.labels, prepared.train.given_labels};
    const double expected = prepared.expected_changed_fraction;
    AuditReport report = audit_prepared(config, train, prepared.classes(), expected);
    std::ranges::move(data_findings(prepared.data_notes), std::back_inserter(report.findings));
    return {.subject = config.name,
            .status = std::nullopt,
            .labels = describe_labels(config.corruption.labels, measure_labels(train, prepared.classes(), expected)),
            .report = std::move(report),
            .recorded = {}};
}

/// The argument is an experiment when it is a file or a preset, else a run.
bool is_experiment(const ConfigArguments& subject) {
    if (!subject.preset.empty()) return true;
    const auto file = std::ranges::find_if_not(subject.words, is_override);
    if (file == subject.words.end()) return false;
    std::error_code ignored;
    return file->ends_with(".yaml") || file->ends_with(".yml") || std::filesystem::is_regular_file(*file, ignored);
}

Judged judge(const AuditOptions& options) {
    if (is_experiment(options.subject)) return judge_experiment(options);
    if (options.subject.words.size() != 1 || is_override(options.subject.words.front())) {
        throw UsageError({.where = "overfit audit",
                          .problem = "expected one run, or one configuration with its settings",
                          .remedy = "overfit list names the runs"});
    }
    return judge_run(find_run(options.subject.words.front(), options.runs.folder()));
}

std::vector<Finding> all_findings(const Judged& judged) {
    std::vector<Finding> all = judged.report.findings;
    all.insert(all.end(), judged.recorded.begin(), judged.recorded.end());
    return all;
}

std::size_t count(const Judged& judged, FindingLevel level) {
    return static_cast<std::size_t>(std::ranges::count(all_findings(judged), level, &Finding::level));
}

bool failed(const Judged& judged) { return count(judged, FindingLevel::Error) > 0; }

/// "passed", "passed with 1 warning", "failed: 2 errors, 1 warning".
std::string verdict(const Judged& judged) {
    const auto counted = [&](FindingLevel level) {
        const std::size_t found = count(judged, level);
        return found == 0 ? "" : fmt::format("{} {}{}", found, level_name(level), found == 1 ? "" : "s");
    };
    const std::string errors = counted(FindingLevel::Error), warnings = counted(FindingLevel::Warning);
    if (errors.empty()) return warnings.empty() ? "passed" : "passed with " + warnings;
    return "failed: " + errors + (warnings.empty() ? "" : ", " + warnings);
}

void print_json(const Judged& judged) {
    out(json_text({{"subject", judged.subject},
                   {"status", judged.status ? ordered_json(status_name(*judged.status)) : ordered_json()},
                   {"passed", !failed(judged)},
                   {"labels_changed", judged.report.labels_changed},
                   {"labels_changed_fraction", judged.report.labels_changed_fraction},
                   {"expected_changed_fraction", judged.report.expected_changed_fraction},
                   {"labels_sha256", judged.report.labels_sha256},
                   {"chance_accuracy", judged.report.chance_accuracy},
                   {"findings", findings_as_json(all_findings(judged))}}));
}

void print_text(const Judged& judged) {
    out(fmt::format("{}\n  labels: {}\n  chance: {}\n", one_line(judged.subject), judged.labels,
                    as_percent(judged.report.chance_accuracy)));
    if (judged.status && !came_to_its_end(*judged.status)) {
        out(fmt::format("  note: status {}: what it shows is not the result of a finished run\n",
                        status_words(*judged.status)));
    }
    for (const Finding& finding : judged.report.findings) out("  " + describe_finding(finding) + "\n");
    for (const Finding& finding : judged.recorded) out("  recorded by the run: " + describe_finding(finding) + "\n");
    out("audit " + verdict(judged) + "\n");
}

ExitCode audit(const AuditOptions& options) {
    const Judged judged = judge(options);
    if (options.json) {
        print_json(judged);
    } else {
        print_text(judged);
    }
    return failed(judged) ? ExitCode::Failed : ExitCode::Done;
}

}   // namespace

void add_audit_command(CLI::App& app, ExitCode& result) {
    auto options = std::make_shared<AuditOptions>();
    CLI::App* command =
        app.add_subcommand("audit", "Check that a result is no artefact: labels, and what follows from them");
    command
        ->add_option("RUN|CONFIG", options->subject.words, "A run, or a configuration file with settings as key.path=value")
        ->type_name("");
    command->add_option("--preset", options->subject.preset, "Judge an experiment that comes with the program")
        ->type_name("NAME");
    add_runs_option(*command, options->runs);
    add_data_option(*command, options->data);
    add_json_option(*command, options->json);
    command->footer(
        "A run is judged from the labels and results in its folder, an experiment from the labels it would train on; "
        "neither\n"
        "trains anything. The last line says whether the audit passed; exit code 1 when it did not.\n"
        "\n"
        "Examples:\n"
        "  overfit audit 1f3a\n"
        "  overfit audit my-experiment.yaml\n"
        "  overfit audit --preset quick-start-random-labels corruption.labels.draw=wrong-classes --json");
    command->callback([options, &result] { result = audit(*options); });
}

}   // namespace overfit::cli
