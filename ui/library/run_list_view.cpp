#include "ui/library/run_list_view.h"

#include "ui/library/run_row_delegate.h"

#include <QMouseEvent>

namespace overfit::ui {

RunListView::RunListView(QWidget* parent) : QListView(parent), delegate_(new RunRowDelegate(this)) {
    setItemDelegate(delegate_);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);   // F2 is an action of the window
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setResizeMode(QListView::Adjust);
    setAccessibleName(tr("Runs"));
    setAccessibleDescription(tr("The selected runs are shown in the charts"));
}

void RunListView::dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>& roles) {
    // Not QListView's, which lays out every row anew: no row's height depends on its words, and a running one changes often.
    QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
}

void RunListView::mousePressEvent(QMouseEvent* event) {
    // A heading is drawn in its first run's row but belongs to none.
    const QModelIndex index = indexAt(event->pos());
    if (index.isValid() && event->pos().y() < visualRect(index).top() + delegate_->headingHeight(font(), index)) return;
    QListView::mousePressEvent(event);
}

}   // namespace overfit::ui
