#pragma once

#include <optional>
#include <string>
#include <vector>

namespace overfit {

/// One cell of a table as people read it.
struct TableCell {
    std::string text;
    std::string detail;             // less important, behind the text: a difference; may be empty
    bool strong = false;            // the best of its kind
    std::optional<double> number;   // what the text says, for forms that want numbers as numbers
    bool operator==(const TableCell&) const = default;
};

/// A table as a value. The first column names the rows.
struct Table {
    std::vector<std::string> titles;            // one a column; the first may be empty
    std::vector<std::vector<TableCell>> rows;   // as many cells as titles
    std::vector<std::string> notes;             // below the table, one a line: what a mark means
    bool operator==(const Table&) const = default;
};

}   // namespace overfit
