#pragma once

#include "ui/library/run_filter.h"

#include <QMenu>

class QActionGroup;

namespace overfit::ui {

class RunActions;

/// How the runs are listed: cards or table, order, groups, columns, archived ones.
class LibraryMenu : public QMenu {
    Q_OBJECT
public:
    /// All outlive the menu.
    LibraryMenu(RunFilter& filter, RunActions& actions, QMenu& columns, QWidget* parent = nullptr);

    void setGrouping(RunGrouping grouping);

Q_SIGNALS:
    void groupingChosen(overfit::ui::RunGrouping grouping);

private:
    void fillOrders();
    void fillGroupings();
    void showOrder();

    RunFilter& filter_;
    QMenu *orders_, *groupings_;
    QActionGroup *order_, *grouping_;
};

}   // namespace overfit::ui
