#pragma once

#include "core/analysis/seed_statistics.h"
#include "core/comparison/compared_run.h"
#include "core/comparison/result_measures.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace overfit {

enum class AuditVerdict { NotAudited, Passed, Warnings, Errors };

/// One measure of one group.
struct ResultCell {
    SampleStatistics statistics;   // n may be less than the group's: not every seed was fitted
    std::string not_comparable;    // "other test set": must not be held against the base; empty when it may
    bool best = false;             // of all comparable groups without an audit error whose runs came to their end
    std::optional<MeanDifference> difference;   // to the base; nothing for the base itself and where not comparable
};

struct ResultRow {
    AuditVerdict audit = AuditVerdict::NotAudited;   // the worst of the group's runs
    std::size_t audit_errors = 0, audit_warnings = 0;
    std::string status;                             // "fitted", "2 fitted, 1 diverged", or why a run cannot be read
    std::vector<std::optional<ResultCell>> cells;   // one a column; nothing: no run of the group has it
};

/// The results of all groups. Rows stand in the order of the groups; columns that no group has are left out.
struct ResultsTable {
    std::vector<const ResultMeasure*> columns;
    std::vector<ResultRow> rows;
};

/// base: the group that differences and comparability refer to.
ResultsTable results_table(std::span<const ComparedRun> runs, std::span<const SeedGroup> groups, std::size_t base);

}   // namespace overfit
