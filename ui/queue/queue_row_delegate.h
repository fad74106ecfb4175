#pragma once

#include <QStyledItemDelegate>

namespace overfit::ui {

/// A row of the queue: its place or how it ended, the name, a line of words; a thin bar below the running one.
class QueueRowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}   // namespace overfit::ui
