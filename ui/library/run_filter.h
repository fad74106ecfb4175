#pragma once

#include "ui/library/run_search.h"

#include <QSortFilterProxyModel>

namespace overfit::ui {

class RunTableModel;
struct RunRow;

/// What stands together under a heading in the list; the table has no headings.
enum class RunGrouping { None, Day, DataSet, Model, Tag };

/// Which rows are listed and in which order. Running ones come first in every order, then group after group.
class RunFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit RunFilter(RunTableModel& model, QObject* parent = nullptr);

    void setSearch(const QString& text);   // parseQuery()
    void setShowArchived(bool show);
    void setGrouping(RunGrouping grouping);

    /// column: of runColumns(). What is unknown comes last in either order, then the newest first.
    void setOrder(int column, Qt::SortOrder order);
    int orderColumn() const { return column_; }
    Qt::SortOrder order() const { return order_; }

    /// Sorts and groups anew: after the words by which they are sorted came in.
    void reorder() { invalidate(); }

    bool hidesArchived() const;
    QString headingOf(const RunRow& row) const;

    QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void orderChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    int compareGroups(const RunRow& one, const RunRow& other) const;

    RunTableModel& model_;
    RunQuery query_;
    RunGrouping grouping_ = RunGrouping::Day;
    bool showArchived_ = false;
    int column_;
    Qt::SortOrder order_ = Qt::DescendingOrder;
};

}   // namespace overfit::ui
