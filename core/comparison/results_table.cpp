#include "core/comparison/results_table.h"

#include "core/runs/run_facts.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace overfit {

namespace {

using Runs = std::span<const ComparedRun>;

const RunRecord* record_of(const ComparedRun& run) { return run.listing.record ? &*run.listing.record : nullptr; }

void judge(ResultRow& row, Runs runs, const SeedGroup& group) {
    bool all_audited = true;
    for (const std::size_t member : group.members) {
        const RunRecord* record = record_of(runs[member]);
        const bool audited = record != nullptr && record->audit;
        all_audited = all_audited && audited;
        if (!audited) continue;
        for (const Finding& finding : record->audit->findings) {
            row.audit_errors += finding.level == FindingLevel::Error ? 1 : 0;
            row.audit_warnings += finding.level == FindingLevel::Warning ? 1 : 0;
        }
    }
    row.audit = row.audit_errors > 0     ? AuditVerdict::Errors
                : row.audit_warnings > 0 ? AuditVerdict::Warnings
                : all_audited            ? AuditVerdict::Passed
                                         : AuditVerdict::NotAudited;
}

/// "fitted", or "2 fitted, 1 diverged".
std::string status_text(Runs runs, const SeedGroup& group) {
    std::vector<std::pair<std::string, int>> counts;
    for (const std::size_t member : group.members) {
        const RunRecord* record = record_of(runs[member]);
        const std::string word = record != nullptr ? std::string(status_words(record->status)) : "can't be read";
        const auto known = std::ranges::find(counts, word, &std::pair<std::string, int>::first);
        if (known == counts.end())
            counts.emplace_back(word, 1);
        else
            ++known->second;
    }
    if (counts.size() == 1) return counts.front().first;
    std::string text;
    for (const auto& [word, count] : counts) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, word);
    return text;
}

std::string reason_against(const ResultMeasure& measure, Runs runs, const SeedGroup& group, const SeedGroup& base) {
    const RunRecord* reference = record_of(runs[base.members.front()]);
    for (const std::size_t member : group.members) {
        const RunRecord* record = record_of(runs[member]);
        if (record == nullptr || reference == nullptr) return "the base can't be read";
        if (std::string reason = why_not_comparable(measure, *record, *reference); !reason.empty()) return reason;
    }
    return {};
}

std::optional<ResultCell> cell_of(const ResultMeasure& measure, Runs runs, const SeedGroup& group) {
    std::vector<double> values;
    for (const std::size_t member : group.members) {
        const RunRecord* record = record_of(runs[member]);
        const auto value = record != nullptr ? measure.value_of(*record) : std::nullopt;
        if (value) values.push_back(*value);
    }
    if (values.empty()) return std::nullopt;
    return ResultCell{.statistics = sample_statistics(values), .not_comparable = "", .best = false, .difference = {}};
}

/// A mean over only those seeds that came so far flatters its group: it cannot win. Nor can one with a run that broke off: a
/// gap of 0 after a divergence is no merit.
void mark_best(ResultsTable& table, std::size_t column, Runs runs, std::span<const SeedGroup> groups) {
    const Better better = table.columns[column]->better;
    if (better == Better::Neither) return;
    std::vector<ResultCell*> candidates;
    for (std::size_t place = 0; place < groups.size(); ++place) {
        ResultRow& row = table.rows[place];
        auto& cell = row.cells[column];
        const bool whole = cell && cell->statistics.n == groups[place].n();
        const auto ended = [&](std::size_t member) {
            const RunRecord* record = record_of(runs[member]);
            return record != nullptr && came_to_its_end(record->status);
        };
        const bool may_win = whole && cell->not_comparable.empty() && row.audit != AuditVerdict::Errors &&
                             std::ranges::all_of(groups[place].members, ended);
        if (may_win && std::isfinite(cell->statistics.mean)) candidates.push_back(&*cell);
    }
    if (candidates.size() < 2) return;
    const auto mean = [](const ResultCell* cell) { return cell->statistics.mean; };
    const auto [lowest, highest] = std::ranges::minmax(candidates, {}, mean);
    if (mean(lowest) == mean(highest)) return;   // nobody is ahead
    // A gap below zero comes from training labels that are wronger than the test's: no merit.
    if (better == Better::Lower && mean(lowest) < 0.0) return;
    const double best = better == Better::Higher ? mean(highest) : mean(lowest);
    for (ResultCell* cell : candidates) cell->best = cell->statistics.mean == best;
}

void hold_against_base(ResultsTable& table, std::size_t column, Runs runs, std::span<const SeedGroup> groups,
                       std::size_t base) {
    const auto& reference = table.rows[base].cells[column];
    for (std::size_t place = 0; place < groups.size(); ++place) {
        auto& cell = table.rows[place].cells[column];
        if (!cell || place == base) continue;
        cell->not_comparable = reason_against(*table.columns[column], runs, groups[place], groups[base]);
        if (reference && cell->not_comparable.empty())
            cell->difference = mean_difference(cell->statistics, reference->statistics);
    }
    mark_best(table, column, runs, groups);
}

}   // namespace

ResultsTable results_table(std::span<const ComparedRun> runs, std::span<const SeedGroup> groups, std::size_t base) {
    ResultsTable table;
    for (const SeedGroup& group : groups) {
        ResultRow row;
        judge(row, runs, group);
        row.status = status_text(runs, group);
        table.rows.push_back(std::move(row));
    }
    for (const ResultMeasure& measure : result_measures()) {
        std::vector<std::optional<ResultCell>> cells;
        for (const SeedGroup& group : groups) cells.push_back(cell_of(measure, runs, group));
        if (std::ranges::none_of(cells, [](const auto& cell) { return cell.has_value(); })) continue;
        table.columns.push_back(&measure);
        for (std::size_t place = 0; place < groups.size(); ++place)
            table.rows[place].cells.push_back(std::move(cells[place]));
        hold_against_base(table, table.columns.size() - 1, runs, groups, base);
    }
    return table;
}

}   // namespace overfit
