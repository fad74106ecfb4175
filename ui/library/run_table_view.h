#pragma once

#include "ui/library/library_state.h"

#include <QTreeView>

class QMenu;

namespace overfit::ui {

/// The runs as a table: columns on request, in any order and width, sorted by any of them.
class RunTableView : public QTreeView {
    Q_OBJECT
public:
    explicit RunTableView(RunFilter& filter, QWidget* parent = nullptr);

    /// Which columns are shown, from left to right. An empty list: those of the first start. The name always is.
    void setColumns(const std::vector<ShownColumn>& columns);
    std::vector<ShownColumn> columns() const;

    /// Whether a column of the experiment's configuration is among them.
    bool showsExperiment() const;

    /// All columns with a tick at those that are shown; also opened by a right click on the header.
    QMenu* columnsMenu() const { return columnsMenu_; }

Q_SIGNALS:
    void columnsChanged();

private:
    void fillColumnsMenu();
    void showColumn(int column, bool show);
    void sortBy(int column);
    int firstWidth(int column) const;

    RunFilter& filter_;
    QMenu* columnsMenu_;
};

}   // namespace overfit::ui
