#include "core/comparison/comparison.h"

#include <algorithm>

namespace overfit {

Comparison compare(std::vector<ComparedRun> runs, Grouping grouping, std::size_t base_run) {
    Comparison comparison;
    comparison.runs = std::move(runs);
    comparison.groups = seed_groups(comparison.runs, grouping);
    for (std::size_t place = 0; place < comparison.groups.size(); ++place) {
        if (std::ranges::find(comparison.groups[place].members, base_run) != comparison.groups[place].members.end())
            comparison.base = place;
    }
    comparison.differences = config_differences(comparison.runs);
    comparison.results = results_table(comparison.runs, comparison.groups, comparison.base);
    return comparison;
}

}   // namespace overfit
