#include "app/commands/command_table.h"
#include "app/commands/one_of.h"
#include "app/commands/shared_options.h"
#include "app/console/output.h"
#include "app/console/text_table.h"
#include "core/comparison/comparison_tables.h"
#include "core/support/error.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace overfit::cli {

namespace {

enum class Format { Text, Markdown, Latex, Csv };

struct CompareOptions {
    std::vector<std::string> runs_given;
    std::string base_given;
    RunsOption runs;
    Format format = Format::Text;
    bool json = false;
    bool group_seeds = true;
};

/// Cells of a table for a terminal; `of_cell` picks what is shown of each.
template <typename OfCell>
std::string terminal_text(const Table& table, OfCell of_cell) {
    std::vector<TextTable::Column> columns;
    for (const std::string& title : table.titles) columns.push_back({title, columns.empty() ? Align::Left : Align::Right});
    TextTable text(std::move(columns));
    for (const auto& row : table.rows) {
        std::vector<std::string> cells{row.front().text};
        for (std::size_t i = 1; i < row.size(); ++i) cells.push_back(of_cell(row[i]));
        text.add(std::move(cells));
    }
    return text.text();
}

std::string shown_text(const TableCell& cell) { return cell.text + (cell.strong ? " *" : ""); }

bool has_details(const std::vector<TableCell>& row) {
    return std::ranges::any_of(row, [](const TableCell& cell) { return !cell.detail.empty(); });
}

bool has_best(const Table& table) {
    return std::ranges::any_of(
        table.rows, [](const std::vector<TableCell>& row) { return std::ranges::any_of(row, &TableCell::strong); });
}

/// Rows of which some cell has a difference, for a table of their own: a terminal has no room for both in a cell.
Table rows_with_details(const Table& table) {
    Table result{.titles = table.titles, .rows = {}, .notes = {}};
    std::ranges::copy_if(table.rows, std::back_inserter(result.rows), has_details);
    return result;
}

std::string terminal_report(const Comparison& comparison) {
    const Table differences = differences_table(comparison);
    const Table results = results_text_table(comparison);
    const Table distances = rows_with_details(results);
    const auto text_of = [](const Table& table, auto of_cell) {
        return terminal_text(in_readable_direction(table), of_cell);
    };
    std::string text = text_of(results, shown_text);
    if (!distances.rows.empty()) {
        text += fmt::format("\ndifference to {}:\n", comparison.groups[comparison.base].name);
        text += text_of(distances, [](const TableCell& cell) { return cell.detail; });
    }
    text +=
        differences.rows.empty() ? "\nno setting differs\n" : "\nsettings that differ:\n" + text_of(differences, shown_text);
    text +=
        fmt::format("{} settings are equal\n\n{}", comparison.differences.equal.size(), has_best(results) ? "* best\n" : "");
    for (const std::string& note : results.notes) text += one_line(note) + "\n";
    for (const std::string& note : differences.notes) text += "settings not known of " + one_line(note) + "\n";
    return text;
}

std::string report(const Comparison& comparison, const CompareOptions& options) {
    if (options.json) return comparison_as_json(comparison);
    const Table differences = in_readable_direction(differences_table(comparison));
    const Table results = in_readable_direction(results_text_table(comparison));
    switch (options.format) {
        case Format::Text: break;
        case Format::Markdown: return table_as_markdown(results) + "\n" + table_as_markdown(differences);
        case Format::Latex: return table_as_latex(results) + "\n" + table_as_latex(differences);
        case Format::Csv: return table_as_csv(results_data_table(comparison));
    }
    return terminal_report(comparison);
}

// One spelling for a folder, however it was named.
std::filesystem::path found_folder(const std::string& run, const CompareOptions& options) {
    return std::filesystem::weakly_canonical(find_run(run, options.runs.folder()));
}

std::vector<std::filesystem::path> chosen_folders(const CompareOptions& options) {
    std::vector<std::filesystem::path> folders;
    for (const std::string& given : options.runs_given) {
        const std::filesystem::path folder = found_folder(given, options);
        if (std::ranges::find(folders, folder) != folders.end()) {
            throw UsageError({.where = given, .problem = "the run is named twice", .remedy = "name each run once"});
        }
        folders.push_back(folder);
    }
    if (folders.size() < 2) {
        throw UsageError({.where = "overfit compare",
                          .problem = "one run alone can't be compared",
                          .remedy = "name at least two runs; overfit list shows them"});
    }
    return folders;
}

std::size_t base_place(const CompareOptions& options, const std::vector<std::filesystem::path>& folders) {
    if (options.base_given.empty()) return 0;
    const auto found = std::ranges::find(folders, found_folder(options.base_given, options));
    if (found == folders.end()) {
        throw UsageError({.where = "--base " + options.base_given,
                          .problem = "that run is not among the compared ones",
                          .remedy = "name it among the runs, too"});
    }
    return static_cast<std::size_t>(found - folders.begin());
}

void compare_runs(const CompareOptions& options) {
    const auto folders = chosen_folders(options);
    const std::size_t base = base_place(options, folders);
    std::vector<ComparedRun> runs;
    for (const std::filesystem::path& folder : folders) {
        runs.push_back(read_compared_run(folder));
        const RunListing& listing = runs.back().listing;
        if (!listing.record) throw Error({.where = "", .problem = listing.problem, .remedy = ""});
    }
    out(report(compare(std::move(runs), options.group_seeds ? Grouping::Seeds : Grouping::Off, base), options));
}

}   // namespace

void add_compare_command(CLI::App& app, ExitCode& result) {
    auto options = std::make_shared<CompareOptions>();
    CLI::App* command =
        app.add_subcommand("compare", "Compare runs: results with spread over seeds, and which settings differ");
    command->add_option("RUN", options->runs_given, "Two or more runs, each as overfit show takes it")
        ->required()
        ->type_name("");
    command->add_option("--base", options->base_given, "The run to which differences are told (default: the first)")
        ->type_name("RUN");
    const std::vector<std::pair<std::string, Format>> formats{
        {"text", Format::Text}, {"markdown", Format::Markdown}, {"latex", Format::Latex}, {"csv", Format::Csv}};
    auto* format = command
                       ->add_option("--format", options->format,
                                    "text, markdown (GitHub), latex (booktabs) or csv (results, every digit)")
                       ->transform(one_of(formats))
                       ->type_name("FORMAT");
    command->add_flag("--group-seeds,!--no-group-seeds", options->group_seeds,
                      "Runs that differ only in their seeds as one, with mean and spread (the default), or each alone");
    add_runs_option(*command, options->runs);
    add_json_option(*command, options->json);
    command->get_option("--json")->excludes(format);
    command->footer(
        "Examples:\n"
        "  overfit compare 1f3a 77c0\n"
        "  overfit compare 1f3a 77c0 90be --base 77c0 --format latex > results.tex\n"
        "  overfit compare 1f3a 77c0 --json | jq '.groups[].results.test_accuracy.mean'");
    command->callback([options, &result] {
        compare_runs(*options);
        result = ExitCode::Done;
    });
}

}   // namespace overfit::cli
