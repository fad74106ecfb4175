#include "app/commands/command_table.h"
#include "app/commands/shared_options.h"
#include "app/console/output.h"
#include "app/console/text_table.h"
#include "app/run_json.h"
#include "core/config/dataset_facts.h"
#include "core/data/dataset_table.h"
#include "core/support/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace overfit::cli {

namespace {

struct DataListOptions {
    DataOption data;
    bool json = false;
};

std::string size_text(const DatasetFacts& facts) {
    return fmt::format("{} + {} of {}x{}{}", with_thousands(facts.train_examples), with_thousands(facts.test_examples),
                       facts.height, facts.width, facts.channels == 3 ? " in colour" : "");
}

std::string place_text(const DatasetPresence& presence) {
    if (!presence.present) return "missing";
    return presence.folder.empty() ? "built in" : presence.folder.string();
}

void print_text(std::span<const std::filesystem::path> roots) {
    TextTable table({{"name"}, {"classes", Align::Right}, {"images (train + test)"}, {"where"}});
    std::string missing;
    std::vector<std::string> not_yet;
    for (const DatasetFacts& facts : dataset_facts()) {
        if (!facts.available) {
            not_yet.emplace_back(facts.name);
            continue;
        }
        const DatasetPresence presence = locate_dataset(facts.name, roots);
        table.add({std::string(facts.name), std::to_string(facts.classes), size_text(facts), place_text(presence)});
        if (!presence.present) missing += fmt::format("\n{}: {}\n", facts.name, presence.how_to_get);
    }
    out(table.text());
    out(missing);
    if (!not_yet.empty()) out(fmt::format("\nnot available yet: {}\n", join(not_yet)));
}

nlohmann::ordered_json text_or_null(const std::string& text) {
    if (text.empty()) return nullptr;
    return text;
}

void print_json(std::span<const std::filesystem::path> roots) {
    auto document = nlohmann::ordered_json::array();
    for (const DatasetFacts& facts : dataset_facts()) {
        if (!facts.available) continue;
        const DatasetPresence presence = locate_dataset(facts.name, roots);
        document.push_back({{"name", facts.name},
                            {"title", facts.title},
                            {"classes", facts.classes},
                            {"train_examples", facts.train_examples},
                            {"test_examples", facts.test_examples},
                            {"present", presence.present},
                            {"folder", text_or_null(presence.folder.string())},
                            {"how_to_get", text_or_null(presence.how_to_get)}});
    }
    out(json_text(document));
}

}   // namespace

void add_data_command(CLI::App& app, ExitCode& result) {
    auto options = std::make_shared<DataListOptions>();
    CLI::App* command = app.add_subcommand("data", "The data sets: what is there, and how to get the rest");
    command->require_subcommand(1);
    command->footer("Example:\n  overfit data list");
    CLI::App* list = command->add_subcommand("list", "List the data sets and where they were found");
    add_data_option(*list, options->data);
    add_json_option(*list, options->json);
    list->footer(
        "Examples:\n"
        "  overfit data list\n"
        "  overfit data list --data-root /mnt/datasets --json");
    list->callback([options, &result] {
        const auto roots = options->data.roots();
        if (options->json) {
            print_json(roots);
        } else {
            print_text(roots);
        }
        result = ExitCode::Done;
    });
}

}   // namespace overfit::cli
