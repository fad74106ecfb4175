#pragma once

#include <QString>

namespace overfit::ui {

/// What the charts, the list and the audit say, in the paper's terms, as HTML; metrics and codes come from their tables.
QString numbersPage();

}   // namespace overfit::ui
