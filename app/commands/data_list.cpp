#include "app/commands/data_commands.h"
#include "app/commands/shared_options.h"
#include "app/console/output.h"
#include "app/console/text_table.h"
#include "app/run_json.h"
#include "core/config/dataset_facts.h"
#include "core/data/dataset_source.h"
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

std::string images_text(const DatasetFacts& facts) {
    if (facts.any_size()) return "of any size, in colour";
    return fmt::format("{} + {} of {}x{}{}", with_thousands(facts.train_examples), with_thousands(facts.test_examples),
                       facts.height, facts.width, facts.channels == 3 ? " in colour" : "");
}

std::string classes_text(const DatasetFacts& facts) { return facts.classes == 0 ? "own" : std::to_string(facts.classes); }

std::string download_text(const DatasetSource* source) {
    if (source == nullptr) return "";
    const std::uint64_t bytes = source->download_bytes();
    return bytes == 0 ? "not stated" : as_size(bytes);
}

/// "www.cs.toronto.edu" of the address.
std::string host_of(const DatasetSource* source) {
    if (source == nullptr) return "";
    const std::string_view address = source->address.substr(source->address.find("://") + 3);
    return std::string(address.substr(0, address.find('/')));
}

std::string place_text(const DatasetPresence& presence) {
    if (!presence.present) return "missing";
    return presence.folder.empty() ? "built in" : presence.folder.string();
}

void print_text(std::span<const std::filesystem::path> roots) {
    TextTable table(
        {{"name"}, {"classes", Align::Right}, {"images (train + test)"}, {"download", Align::Right}, {"source"}, {"where"}});
    for (const DatasetFacts& facts : dataset_facts()) {
        const DatasetSource* source = find_dataset_source(facts.name);
        const DatasetPresence presence = locate_dataset(facts.name, roots);
        table.add({std::string(facts.name), classes_text(facts), images_text(facts), download_text(source), host_of(source),
                   place_text(presence)});
    }
    out(table.text());
    const std::string root = roots.empty() ? "" : roots.front().string();
    out(fmt::format("\n`overfit data fetch NAME` puts a missing one into {}\n", root));
    out("`overfit data cache` shows the decoded photographs that are kept, and removes them\n");
    const DatasetPresence own = locate_dataset("image-folder", roots);
    if (!own.present) out(fmt::format("image-folder: {}\n", own.how_to_get));
}

nlohmann::ordered_json text_or_null(const std::string& text) {
    if (text.empty()) return nullptr;
    return text;
}

nlohmann::ordered_json number_or_null(std::int64_t number) {
    if (number == 0) return nullptr;
    return number;
}

void print_json(std::span<const std::filesystem::path> roots) {
    auto document = nlohmann::ordered_json::array();
    for (const DatasetFacts& facts : dataset_facts()) {
        const DatasetSource* source = find_dataset_source(facts.name);
        const DatasetPresence presence = locate_dataset(facts.name, roots);
        const std::uint64_t bytes = source == nullptr ? 0 : source->download_bytes();
        document.push_back({{"name", facts.name},
                            {"title", facts.title},
                            {"classes", number_or_null(facts.classes)},
                            {"train_examples", number_or_null(facts.train_examples)},
                            {"test_examples", number_or_null(facts.test_examples)},
                            {"source", text_or_null(source == nullptr ? "" : std::string(source->address))},
                            {"licence", text_or_null(source == nullptr ? "" : std::string(source->licence))},
                            {"download_bytes", number_or_null(static_cast<std::int64_t>(bytes))},
                            {"present", presence.present},
                            {"folder", text_or_null(presence.folder.string())},
                            {"how_to_get", text_or_null(presence.how_to_get)}});
    }
    out(json_text(document));
}

}   // namespace

void add_data_list(CLI::App& data, ExitCode& result) {
    auto options = std::make_shared<DataListOptions>();
    CLI::App* list = data.add_subcommand("list", "List the data sets and where they were found");
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
