#pragma once

#include "ui/charts/curve_table_model.h"

#include <QItemSelection>
#include <QString>

namespace overfit::ui {

/// The selected cells, or all of them where nothing is selected, with the titles of their columns. CSV: RFC 4180, numbers in
/// full, safe for spreadsheets. Markdown: as the table shows them.
QString tableAsCsv(const CurveTableModel& model, const QItemSelection& selection);
QString tableAsMarkdown(const CurveTableModel& model, const QItemSelection& selection);

}   // namespace overfit::ui
