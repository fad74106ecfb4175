#include "core/comparison/comparison_tables.h"

#include "core/comparison/measure_text.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr const char* nothing = "\u2013";
constexpr const char* incomparable = " \u2020";

TableCell words(std::string text) { return {.text = std::move(text), .detail = "", .strong = false, .number = {}}; }

std::string counted(std::size_t count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string audit_text(const ResultRow& row) {
    switch (row.audit) {
        case AuditVerdict::NotAudited: return "not audited";
        case AuditVerdict::Passed: return "passed";
        case AuditVerdict::Warnings: return counted(row.audit_warnings, "warning", "warnings");
        case AuditVerdict::Errors: return counted(row.audit_errors, "error", "errors");
    }
    return {};
}

std::vector<std::string> headings(const Comparison& comparison, std::string first) {
    std::vector<std::string> titles{std::move(first)};
    for (std::size_t group = 0; group < comparison.groups.size(); ++group)
        titles.push_back(group_heading(comparison, group));
    return titles;
}

/// The values of a group's runs, each once: "1, 2, 3".
std::string group_value(const Comparison& comparison, const FieldValues& values, const SeedGroup& group) {
    constexpr std::size_t most = 6;
    std::vector<std::string> texts;
    for (const std::size_t member : group.members) {
        const auto& value = values.of_run[member];
        std::string text = value                            ? field_text(*value, *values.field)
                           : comparison.runs[member].config ? nothing
                                                            : "not known";
        if (std::ranges::find(texts, text) == texts.end()) texts.push_back(std::move(text));
    }
    if (texts.size() <= most) return join(texts);
    const std::size_t all = texts.size();
    texts.resize(most);
    return fmt::format("{} and {} more", join(texts), all - most);
}

std::vector<TableCell> setting_row(const Comparison& comparison, const FieldValues& values) {
    std::vector<TableCell> row{words(values.field->label)};
    for (const SeedGroup& group : comparison.groups) row.push_back(words(group_value(comparison, values, group)));
    return row;
}

/// Nothing where there is none or both are the same for certain.
std::optional<MeanDifference> shown_difference(const ResultCell& cell) {
    if (!cell.difference) return std::nullopt;
    const bool same = cell.difference->difference == 0.0 && cell.difference->standard_error.value_or(0.0) == 0.0;
    return same ? std::nullopt : cell.difference;
}

TableCell result_cell(const ResultMeasure& measure, const std::optional<ResultCell>& cell, const SeedGroup& group) {
    if (!cell) return words(nothing);
    TableCell result = words(statistics_text(measure.unit, cell->statistics));
    if (cell->statistics.n < group.n()) result.text += fmt::format(" ({} of {})", cell->statistics.n, group.n());
    if (!cell->not_comparable.empty()) result.text += incomparable;
    if (const auto difference = shown_difference(*cell)) result.detail = difference_text(measure.unit, *difference);
    result.strong = cell->best;
    result.number = cell->statistics.mean;
    return result;
}

std::vector<MeanDifference> shown_differences(const ResultsTable& results) {
    std::vector<MeanDifference> differences;
    for (const ResultRow& row : results.rows) {
        for (const auto& cell : row.cells) {
            if (const auto difference = cell ? shown_difference(*cell) : std::nullopt) differences.push_back(*difference);
        }
    }
    return differences;
}

void note_reading(const Comparison& comparison, std::vector<std::string>& notes) {
    const bool any_group = std::ranges::any_of(comparison.groups, [](const SeedGroup& group) { return group.n() > 1; });
    if (any_group) notes.emplace_back("\u00b1 one standard deviation over seeds; a single run has no spread.");
    if (comparison.groups.size() < 2) return;
    const std::vector<MeanDifference> differences = shown_differences(comparison.results);
    if (!differences.empty()) {
        notes.push_back(fmt::format("Differences are to {}{}.", comparison.groups[comparison.base].name,
                                    any_group ? ", \u00b1 standard error; ?: less than twice that, may be chance" : ""));
    }
    if (!any_group) notes.emplace_back("One run each (n = 1): other seeds may turn a small difference around.");
    const bool without_error =
        std::ranges::any_of(differences, [](const MeanDifference& difference) { return !difference.standard_error; });
    if (any_group && without_error)
        notes.emplace_back("A difference without \u00b1 has a single run on one side: no standard error, may be chance.");
}

void note_doubts(const Comparison& comparison, std::vector<std::string>& notes) {
    std::vector<std::string> reasons;
    for (const ResultRow& row : comparison.results.rows) {
        for (const auto& cell : row.cells) {
            if (!cell || cell->not_comparable.empty()) continue;
            if (std::ranges::find(reasons, cell->not_comparable) == reasons.end()) reasons.push_back(cell->not_comparable);
        }
    }
    if (!reasons.empty()) {
        notes.push_back(
            fmt::format("\u2020 not comparable with {}: {}.", comparison.groups[comparison.base].name, join(reasons)));
    }
    for (const SeedGroup& group : comparison.groups) {
        if (group.has_repeats)
            notes.push_back(group.name + ": some runs share their seeds; they are fewer independent samples than n says.");
    }
    const bool chosen_on_test = std::ranges::any_of(comparison.runs, [](const ComparedRun& run) {
        return run.listing.record && run.listing.record->best && run.listing.record->best->selected_on_test;
    });
    if (chosen_on_test) notes.emplace_back("Best accuracy: chosen by looking at the test set, it flatters.");
}

}   // namespace

std::string group_heading(const Comparison& comparison, std::size_t group) {
    const SeedGroup& of = comparison.groups[group];
    std::vector<std::string> marks;
    if (of.n() > 1) marks.push_back(fmt::format("n = {}", of.n()));
    if (group == comparison.base && comparison.groups.size() > 1) marks.emplace_back("base");
    if (comparison.results.rows[group].audit == AuditVerdict::Errors) marks.emplace_back("audit error");
    return marks.empty() ? of.name : fmt::format("{} ({})", of.name, join(marks));
}

Table differences_table(const Comparison& comparison) {
    Table table{.titles = headings(comparison, "setting"), .rows = {}, .notes = {}};
    for (const FieldValues& values : comparison.differences.different) table.rows.push_back(setting_row(comparison, values));
    for (const std::size_t run : comparison.differences.without_config) {
        table.notes.push_back(
            fmt::format("{}: {}", comparison.runs[run].listing.shown_name(), comparison.runs[run].config_problem));
    }
    return table;
}

Table all_settings_table(const Comparison& comparison) {
    Table table = differences_table(comparison);
    for (const FieldValues& values : comparison.differences.equal) table.rows.push_back(setting_row(comparison, values));
    return table;
}

Table results_text_table(const Comparison& comparison) {
    const ResultsTable& results = comparison.results;
    Table table{.titles = headings(comparison, "result"), .rows = {}, .notes = {}};
    for (std::size_t column = 0; column < results.columns.size(); ++column) {
        std::vector<TableCell> row{words(std::string(results.columns[column]->title))};
        for (std::size_t group = 0; group < comparison.groups.size(); ++group) {
            row.push_back(
                result_cell(*results.columns[column], results.rows[group].cells[column], comparison.groups[group]));
        }
        table.rows.push_back(std::move(row));
    }
    std::vector<TableCell> status{words("status")}, audit{words("audit")};
    for (const ResultRow& row : results.rows) {
        status.push_back(words(row.status));
        audit.push_back(words(audit_text(row)));
    }
    table.rows.push_back(std::move(status));
    table.rows.push_back(std::move(audit));
    note_reading(comparison, table.notes);
    note_doubts(comparison, table.notes);
    return table;
}

Table in_readable_direction(const Table& table) {
    return table.titles.size() > most_group_columns + 1 ? transposed(table) : table;
}

}   // namespace overfit
