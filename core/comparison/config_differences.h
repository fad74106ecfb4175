#pragma once

#include "core/comparison/compared_run.h"
#include "core/config/field_table.h"

#include <optional>
#include <span>
#include <vector>

namespace overfit {

/// A field of the configuration with its value in each run.
struct FieldValues {
    const Field* field = nullptr;
    std::vector<std::optional<FieldValue>> of_run;   // nothing: it does not apply there, or the configuration is missing
};

/// Where configurations differ. `name` is left out: it heads the run's column.
struct ConfigDifferences {
    std::vector<FieldValues> different;        // in the order of the field table
    std::vector<FieldValues> equal;            // the same in every run that has a configuration
    std::vector<std::size_t> without_config;   // runs that could not be looked at
};

ConfigDifferences config_differences(std::span<const ComparedRun> runs);

}   // namespace overfit
