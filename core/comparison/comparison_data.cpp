// A comparison for programs: CSV tables and JSON.

#include "core/comparison/comparison_tables.h"
#include "core/support/text.h"

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace overfit {

namespace {

using nlohmann::ordered_json;

TableCell word(std::string text) { return {.text = std::move(text), .detail = "", .strong = false, .number = {}}; }

TableCell number(std::optional<double> value) { return {.text = "", .detail = "", .strong = false, .number = value}; }

std::string_view verdict_name(AuditVerdict verdict) {
    switch (verdict) {
        case AuditVerdict::NotAudited: return "not-audited";
        case AuditVerdict::Passed: return "passed";
        case AuditVerdict::Warnings: return "warnings";
        case AuditVerdict::Errors: return "errors";
    }
    return "";
}

std::string folder_name(const ComparedRun& run) { return run.listing.folder.filename().string(); }

/// Ids, separated by blanks: folder names that the program makes hold none.
std::string members_text(const Comparison& comparison, const SeedGroup& group) {
    std::vector<std::string> ids;
    for (const std::size_t member : group.members) ids.push_back(folder_name(comparison.runs[member]));
    return join(ids, " ");
}

void add_measure(std::vector<TableCell>& row, const std::optional<ResultCell>& cell) {
    const auto of = [&cell](auto value) { return cell ? std::optional<double>(value(*cell)) : std::nullopt; };
    row.push_back(number(of([](const ResultCell& c) { return c.statistics.mean; })));
    row.push_back(number(of([](const ResultCell& c) { return static_cast<double>(c.statistics.n); })));
    row.push_back(number(cell ? cell->statistics.standard_deviation : std::nullopt));
    row.push_back(number(of([](const ResultCell& c) { return c.statistics.minimum; })));
    row.push_back(number(of([](const ResultCell& c) { return c.statistics.maximum; })));
    const auto difference = cell ? cell->difference : std::nullopt;
    row.push_back(number(difference ? std::optional(difference->difference) : std::nullopt));
    row.push_back(number(difference ? difference->standard_error : std::nullopt));
    row.push_back(word(cell ? cell->not_comparable : ""));
}

constexpr std::array measure_suffixes{"", "_n", "_sd", "_min", "_max", "_difference", "_difference_se", "_not_comparable"};

/// null where nothing is known; what is not finite by name, as in metrics.jsonl.
ordered_json json_number(std::optional<double> value) {
    if (!value) return nullptr;
    return std::isfinite(*value) ? ordered_json(*value) : ordered_json(shortest_text(*value));
}

ordered_json json_of(const ResultCell& cell) {
    ordered_json json = {{"n", cell.statistics.n},
                         {"mean", json_number(cell.statistics.mean)},
                         {"standard_deviation", json_number(cell.statistics.standard_deviation)},
                         {"minimum", json_number(cell.statistics.minimum)},
                         {"maximum", json_number(cell.statistics.maximum)},
                         {"best", cell.best}};
    if (!cell.not_comparable.empty()) json["not_comparable"] = cell.not_comparable;
    if (cell.difference) {
        json["difference"] = {{"value", json_number(cell.difference->difference)},
                              {"standard_error", json_number(cell.difference->standard_error)}};
    }
    return json;
}

ordered_json json_of(const Comparison& comparison, std::size_t place) {
    const SeedGroup& group = comparison.groups[place];
    const ResultRow& row = comparison.results.rows[place];
    ordered_json json = {
        {"name", group.name}, {"n", group.n()}, {"runs", group.members}, {"base", place == comparison.base}};
    if (group.has_repeats) json["some_share_seeds"] = true;
    json["status"] = row.status;
    json["audit"] = verdict_name(row.audit);
    json["results"] = ordered_json::object();
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
        const std::string name(comparison.results.columns[column]->name);
        json["results"][name] = row.cells[column] ? json_of(*row.cells[column]) : ordered_json(nullptr);
    }
    return json;
}

ordered_json json_of(const FieldValues& values) {
    ordered_json of_runs = ordered_json::array();
    for (const auto& value : values.of_run)
        of_runs.push_back(value ? ordered_json(field_text(*value, *values.field)) : ordered_json(nullptr));
    return {{"key", values.field->path}, {"title", values.field->label}, {"values", of_runs}};
}

ordered_json json_of(const ComparedRun& run) {
    ordered_json json = {{"folder", run.listing.folder.string()}, {"name", run.listing.shown_name()}};
    if (!run.listing.problem.empty()) json["problem"] = run.listing.problem;
    if (!run.config_problem.empty()) json["config_problem"] = run.config_problem;
    return json;
}

}   // namespace

Table results_data_table(const Comparison& comparison) {
    Table table{.titles = {"name", "n", "runs", "base", "status", "audit"}, .rows = {}, .notes = {}};
    for (const ResultMeasure* measure : comparison.results.columns) {
        for (const char* suffix : measure_suffixes) table.titles.push_back(std::string(measure->name) + suffix);
    }
    for (std::size_t place = 0; place < comparison.groups.size(); ++place) {
        const SeedGroup& group = comparison.groups[place];
        const ResultRow& results = comparison.results.rows[place];
        std::vector<TableCell> row{word(group.name),
                                   number(static_cast<double>(group.n())),
                                   word(members_text(comparison, group)),
                                   word(place == comparison.base ? "base" : ""),
                                   word(results.status),
                                   word(std::string(verdict_name(results.audit)))};
        for (const auto& cell : results.cells) add_measure(row, cell);
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table differences_data_table(const Comparison& comparison) {
    Table table{.titles = {"key"}, .rows = {}, .notes = {}};
    for (const ComparedRun& run : comparison.runs) table.titles.push_back(folder_name(run));
    for (const FieldValues& values : comparison.differences.different) {
        std::vector<TableCell> row{word(values.field->path)};
        for (const auto& value : values.of_run) {
            const auto* integer = value ? std::get_if<std::int64_t>(&*value) : nullptr;
            const auto* real = value ? std::get_if<double>(&*value) : nullptr;
            if (integer != nullptr)
                row.push_back(number(static_cast<double>(*integer)));
            else if (real != nullptr)
                row.push_back(number(*real));
            else
                row.push_back(word(value ? field_text(*value, *values.field) : ""));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::string comparison_as_json(const Comparison& comparison) {
    ordered_json json = {{"runs", ordered_json::array()}, {"groups", ordered_json::array()}};
    for (const ComparedRun& run : comparison.runs) json["runs"].push_back(json_of(run));
    for (std::size_t place = 0; place < comparison.groups.size(); ++place)
        json["groups"].push_back(json_of(comparison, place));
    json["differences"] = ordered_json::array();
    for (const FieldValues& values : comparison.differences.different) json["differences"].push_back(json_of(values));
    json["equal_settings"] = comparison.differences.equal.size();
    return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}   // namespace overfit
