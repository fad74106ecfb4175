#pragma once

#include "core/comparison/compared_run.h"
#include "core/comparison/config_differences.h"
#include "core/comparison/results_table.h"

#include <cstddef>
#include <string>
#include <vector>

namespace overfit {

/// Runs side by side: a value from which window, terminal and exports make their tables.
struct Comparison {
    std::vector<ComparedRun> runs;
    std::vector<SeedGroup> groups;
    std::size_t base = 0;   // a place in groups; they are empty only where runs are
    ConfigDifferences differences;
    ResultsTable results;
};

/// base: the run whose group is the base; beyond the last run the first group is.
Comparison compare(std::vector<ComparedRun> runs, Grouping grouping, std::size_t base_run = 0);

}   // namespace overfit
