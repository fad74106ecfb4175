#pragma once

#include "ui/library/run_row.h"

#include <QString>
#include <functional>
#include <vector>

namespace overfit::ui {

/// One column of the table of runs: all that the table, its header's menu and the order of the list know of it.
struct RunColumn {
    enum class Group { Run, Experiment };   // Experiment: a field of the configuration, from the field table

    QString key;   // under which its place and width are remembered
    QString title;
    QString help;
    Group group = Group::Run;
    int width = 8;           // characters, at first
    bool atFirst = false;    // shown until the user chooses
    bool isNumber = false;   // right-aligned
    std::function<QString(const RunRow&)> text;
    std::function<double(const RunRow&)> number;   // NaN where unknown; none: sorted by text
};

/// Every column in its first order; the run's name is the first.
const std::vector<RunColumn>& runColumns();

const RunColumn& runColumn(int place);

/// -1 when there is none of that key.
int columnOf(const QString& key);

/// The column that is drawn in the colour of its finding.
int auditColumn();

/// How two runs compare in a column: below 0 where `one` comes first in ascending order. What a run does not know is no
/// value and stands last in either order.
struct ColumnOrder {
    int order = 0;
    bool oneIsKnown = true, otherIsKnown = true;
};
ColumnOrder compareIn(const RunColumn& column, const RunRow& one, const RunRow& other);

}   // namespace overfit::ui
