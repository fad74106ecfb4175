#include "ui/charts/curve_table_model.h"

#include "core/support/text.h"
#include "ui/charts/chart_style.h"
#include "ui/charts/shown_line.h"

#include <algorithm>
#include <iterator>

namespace overfit::ui {

std::vector<CurveTableModel::Row> CurveTableModel::rowsOf(const ChartContent& content) {
    std::vector<double> places, merged;
    for (const ChartLine& line : content.lines) {
        if (line.curve.x == places) continue;   // the usual case: all lines were recorded at the same places
        merged.clear();
        merged.reserve(std::max(places.size(), line.curve.x.size()));
        std::set_union(places.begin(), places.end(), line.curve.x.begin(), line.curve.x.end(), std::back_inserter(merged));
        places.swap(merged);
    }
    std::vector<Row> rows;
    rows.reserve(places.size());
    for (const double x : places) {
        const bool again = !rows.empty() && rows.back().x == x;
        rows.push_back({x, again ? rows.back().repeat + 1 : 0});
    }
    return rows;
}

void CurveTableModel::setContent(ChartContent content) {
    std::vector<Row> rows = rowsOf(content);
    const bool sameColumns = content.axis == content_.axis && content.lines.size() == content_.lines.size() &&
                             std::equal(content.lines.begin(), content.lines.end(), content_.lines.begin(),
                                        [](const ChartLine& a, const ChartLine& b) { return lineKey(a) == lineKey(b); });
    const bool grown = sameColumns && rows.size() >= rows_.size() && std::equal(rows_.begin(), rows_.end(), rows.begin());
    if (!grown) {
        beginResetModel();
        content_ = std::move(content);
        rows_ = std::move(rows);
        endResetModel();
        return;
    }
    const int before = static_cast<int>(rows_.size()), after = static_cast<int>(rows.size());
    if (after > before) beginInsertRows({}, before, after - 1);
    content_ = std::move(content);
    rows_ = std::move(rows);
    if (after > before) endInsertRows();
    if (before > 0) Q_EMIT dataChanged(index(0, 0), index(before - 1, columnCount() - 1));
}

int CurveTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int CurveTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || content_.lines.empty() ? 0 : static_cast<int>(content_.lines.size()) + 1;
}

std::optional<double> CurveTableModel::valueAt(const Curve& curve, const Row& row) const {
    const auto first = std::lower_bound(curve.x.begin(), curve.x.end(), row.x);
    const auto place = static_cast<std::size_t>(first - curve.x.begin()) + row.repeat;
    if (place >= curve.x.size() || curve.x[place] != row.x) return std::nullopt;
    return curve.y[place];
}

QString CurveTableModel::cellText(int row, int column, Precision precision) const {
    const Row& place = rows_[static_cast<std::size_t>(row)];
    const auto full = [](double value) { return QString::fromStdString(shortest_text(value)); };
    if (column == 0) return precision == Precision::Full ? full(place.x) : numberText(place.x, numberStyle(content_.axis));
    const std::optional<double> value = valueAt(content_.lines[static_cast<std::size_t>(column - 1)].curve, place);
    if (!value) return {};
    return precision == Precision::Full ? full(*value) : numberText(*value, numberStyle(content_.unit));
}

QString CurveTableModel::columnTitle(int column) const {
    if (column == 0) return axisTitle(content_.axis);
    const ChartLine& line = content_.lines[static_cast<std::size_t>(column - 1)];
    const auto& title = line.metric->title;
    return line.runName + QStringLiteral(", ") + QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size()));
}

QString CurveTableModel::shortTitle(int column) const {
    if (column == 0) return axisTitle(content_.axis);
    const ChartLine& line = content_.lines[static_cast<std::size_t>(column - 1)];
    const QString quantity = quantityTitle(line.metric->quantity);
    return line.runName + u'\n' + (quantity.isEmpty() ? columnTitle(column).section(QStringLiteral(", "), -1) : quantity);
}

QVariant CurveTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    switch (role) {
        case Qt::DisplayRole: return cellText(index.row(), index.column(), Precision::Shown);
        case Qt::ToolTipRole: return cellText(index.row(), index.column(), Precision::Full);
        case Qt::TextAlignmentRole: return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        default: return {};
    }
}

QVariant CurveTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical || section >= columnCount()) return {};
    if (role == Qt::DisplayRole) return shortTitle(section);
    if (role == Qt::AccessibleTextRole) return columnTitle(section);
    if (role == Qt::ToolTipRole) return columnTitle(section).toHtmlEscaped();
    return {};
}

}   // namespace overfit::ui
