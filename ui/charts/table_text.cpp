#include "ui/charts/table_text.h"

#include "core/exports/csv_cell.h"
#include "core/exports/markdown_text.h"

#include <QStringList>
#include <algorithm>
#include <numeric>
#include <set>
#include <vector>

namespace overfit::ui {

namespace {

/// Rows and columns to write; of a selection in pieces all that any piece touches.
struct Part {
    std::vector<int> rows, columns;
};

Part partOf(const CurveTableModel& model, const QItemSelection& selection) {
    Part part;
    if (selection.isEmpty()) {
        part.rows.resize(static_cast<std::size_t>(model.rowCount()));
        part.columns.resize(static_cast<std::size_t>(model.columnCount()));
        std::iota(part.rows.begin(), part.rows.end(), 0);
        std::iota(part.columns.begin(), part.columns.end(), 0);
        return part;
    }
    std::set<int> rows, columns;
    for (const QItemSelectionRange& range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row) rows.insert(row);
        for (int column = range.left(); column <= range.right(); ++column) columns.insert(column);
    }
    part.rows.assign(rows.begin(), rows.end());
    part.columns.assign(columns.begin(), columns.end());
    return part;
}

QString csvCell(const QString& text) { return QString::fromStdString(csv_text_cell(text.toStdString())); }

QString markdownCell(const QString& text) { return QString::fromStdString(markdown_text(text.toStdString())); }

}   // namespace

QString tableAsCsv(const CurveTableModel& model, const QItemSelection& selection) {
    const Part part = partOf(model, selection);
    QString text;
    QStringList cells;
    for (const int column : part.columns) cells << csvCell(model.columnTitle(column));
    text += cells.join(u',') + QStringLiteral("\r\n");
    for (const int row : part.rows) {
        cells.clear();
        for (const int column : part.columns) cells << model.cellText(row, column, CurveTableModel::Precision::Full);
        text += cells.join(u',') + QStringLiteral("\r\n");
    }
    return text;
}

QString tableAsMarkdown(const CurveTableModel& model, const QItemSelection& selection) {
    const Part part = partOf(model, selection);
    const auto line = [](const QStringList& cells) -> QString {
        return QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
    };
    QStringList cells;
    for (const int column : part.columns) cells << markdownCell(model.columnTitle(column));
    QString text = line(cells);
    text += line(QStringList(cells.size(), QStringLiteral("---:")));
    for (const int row : part.rows) {
        cells.clear();
        for (const int column : part.columns) cells << model.cellText(row, column, CurveTableModel::Precision::Shown);
        text += line(cells);
    }
    return text;
}

}   // namespace overfit::ui
