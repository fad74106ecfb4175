#pragma once

#include "core/exports/table_text.h"

#include <QAbstractTableModel>

namespace overfit::ui {

/// A table of the comparison as a view shows it: the first column heads the rows.
class ComparisonTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { DetailRole = Qt::UserRole };   // QString: the second line of a cell

    explicit ComparisonTableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setTable(Table table);
    const Table& table() const { return table_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Table table_;
};

}   // namespace overfit::ui
