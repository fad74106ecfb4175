#include "core/comparison/config_differences.h"

#include <algorithm>

namespace overfit {

namespace {

FieldValues values_of(const Field& field, std::span<const ComparedRun> runs) {
    FieldValues values{.field = &field, .of_run = {}};
    for (const ComparedRun& run : runs) {
        const bool applies = run.config && field.applies(*run.config);
        values.of_run.push_back(applies ? std::optional(field.get(*run.config)) : std::nullopt);
    }
    return values;
}

}   // namespace

ConfigDifferences config_differences(std::span<const ComparedRun> runs) {
    ConfigDifferences result;
    std::vector<std::size_t> readable;
    for (std::size_t place = 0; place < runs.size(); ++place) {
        (runs[place].config ? readable : result.without_config).push_back(place);
    }
    if (readable.empty()) return result;
    for (const Field& field : field_table()) {
        if (field.path == "name") continue;
        FieldValues values = values_of(field, runs);
        const auto& first = values.of_run[readable.front()];
        const bool equal = std::ranges::all_of(readable, [&](std::size_t place) { return values.of_run[place] == first; });
        if (!equal) {
            result.different.push_back(std::move(values));
        } else if (first) {
            result.equal.push_back(std::move(values));
        }
    }
    return result;
}

}   // namespace overfit
