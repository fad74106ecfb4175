#pragma once

#include "core/support/table.h"

#include <string>

namespace overfit {

/// Rows become columns.
Table transposed(const Table& table);

/// GitHub's Markdown: numbers' columns to the right, best in bold, text as markdown_text() makes it.
std::string table_as_markdown(const Table& table);

/// A `tabular` with booktabs' rules (\usepackage{booktabs}), text as latex_text() makes it; notes span all columns below the
/// last rule.
std::string table_as_latex(const Table& table);

/// RFC 4180 in the C locale: numbers with all their digits, text defused as csv_text_cell() does. Without details and notes.
std::string table_as_csv(const Table& table);

}   // namespace overfit
