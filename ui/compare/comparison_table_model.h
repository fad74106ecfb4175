#pragma once

#include "core/exports/table_text.h"

#include <QAbstractTableModel>
#include <QFontMetrics>
#include <optional>

namespace overfit::ui {

/// A table of the comparison as a view shows it: the first column heads the rows.
class ComparisonTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { DetailRole = Qt::UserRole };   // QString: the second line of a cell

    explicit ComparisonTableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setTable(Table table);

    /// Names of columns are cut in their middle to this width in pixels; whole in the tool tip. A header with a style sheet
    /// does not do so itself.
    void setWidestHead(const QFontMetrics& metrics, int width);
    const Table& table() const { return table_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList wrapped(const QString& words, int mostLines) const;
    QString headOf(const QString& name) const;

    Table table_;
    QString beginning_;   // that the heads of all columns have in common
    std::optional<QFontMetrics> headMetrics_;
    int widestHead_ = 0;
};

}   // namespace overfit::ui
