#include "app/commands/command_table.h"
#include "app/commands/shared_options.h"
#include "app/console/output.h"
#include "app/console/text_table.h"
#include "app/run_json.h"
#include "core/runs/run_store.h"
#include "core/support/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace overfit::cli {

namespace {

struct ListOptions {
    RunsOption runs;
    bool json = false;
    bool archived = false;
};

std::string percent_or_dash(const std::optional<double>& fraction) { return fraction ? as_percent(*fraction) : "-"; }

std::vector<std::string> cells_of(const RunListing& run) {
    const RunRecord& record = *run.record;
    const auto& last = record.final_metrics;
    return {record.id,
            run.shown_name(),
            std::string(status_words(record.status)),
            last ? std::to_string(last->epoch) : "-",
            last ? percent_or_dash(last->train_accuracy) : "-",
            last ? percent_or_dash(last->test_accuracy) : "-",
            record.audit ? percent_or_dash(record.audit->labels_changed_fraction) : "-"};
}

void print_table(const std::vector<RunListing>& runs, const std::filesystem::path& folder) {
    TextTable table({{"run"},
                     {"name"},
                     {"status"},
                     {"epoch", Align::Right},
                     {"train", Align::Right},
                     {"test", Align::Right},
                     {"labels changed", Align::Right}});
    TextTable unreadable({{""}, {""}});
    for (const RunListing& run : runs) {
        if (run.record) {
            table.add(cells_of(run));
        } else {
            unreadable.add({run.folder.filename().string(), run.problem});
        }
    }
    if (table.empty() && unreadable.empty()) {
        std::error_code unknown;
        const bool there = std::filesystem::is_directory(folder, unknown);
        out(fmt::format("no runs in {} yet{}; overfit quick-start makes the first two\n", folder.string(),
                        there ? "" : ", which is not there"));
        return;
    }
    if (!table.empty()) out(table.text());
    if (!unreadable.empty()) out("\nnot readable as runs:\n" + unreadable.text());
}

void list(const ListOptions& options) {
    std::vector<RunListing> runs = list_runs(options.runs.folder());
    if (!options.archived) std::erase_if(runs, [](const RunListing& run) { return run.user.archived; });
    if (!options.json) {
        print_table(runs, options.runs.folder());
        return;
    }
    auto document = nlohmann::ordered_json::array();
    for (const RunListing& run : runs) document.push_back(run_as_json(run));
    out(json_text(document));
}

}   // namespace

void add_list_command(CLI::App& app, ExitCode& result) {
    auto options = std::make_shared<ListOptions>();
    CLI::App* command = app.add_subcommand("list", "List the runs, newest first");
    add_runs_option(*command, options->runs);
    add_json_option(*command, options->json);
    command->add_flag("--archived", options->archived, "Also those that were archived in the window");
    command->footer(
        "Examples:\n"
        "  overfit list\n"
        "  overfit list --json | jq -r '.[] | select(.status == \"fitted\") | .id'");
    command->callback([options, &result] {
        list(*options);
        result = ExitCode::Done;
    });
}

}   // namespace overfit::cli
