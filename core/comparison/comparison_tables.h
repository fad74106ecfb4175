#pragma once

#include "core/comparison/comparison.h"
#include "core/exports/table_text.h"

#include <string>

namespace overfit {

/// Up to so many groups stand side by side as columns; more stand below each other, as rows.
inline constexpr std::size_t most_group_columns = 8;

/// A group as tables head it: "random labels (n = 3, base)"; a group with an audit error says so.
std::string group_heading(const Comparison& comparison, std::size_t group);

/// What differs between the configurations, for reading: one row a field, one column a group; several seeds as "1, 2, 3".
/// Runs whose configuration can't be read are told in the notes.
Table differences_table(const Comparison& comparison);

/// The same with the fields that do not differ below.
Table all_settings_table(const Comparison& comparison);

/// The results for reading: "97.2 ± 0.3 %" (mean and one sample standard deviation over seeds), behind it the difference to
/// the base with its standard error. One row a measure, then status and audit; one column a group.
Table results_text_table(const Comparison& comparison);

/// As it is, or turned over where there are more than most_group_columns.
Table in_readable_direction(const Table& table);

/// The same for programs: one row a group, every number with all its digits (fractions in 0..1, nats, seconds), for each
/// measure also n, standard deviation, minimum, maximum and the difference to the base.
Table results_data_table(const Comparison& comparison);

/// One row a field, one column a run, under the names of YAML.
Table differences_data_table(const Comparison& comparison);

/// Runs, groups, differences and results as one JSON object.
std::string comparison_as_json(const Comparison& comparison);

}   // namespace overfit
