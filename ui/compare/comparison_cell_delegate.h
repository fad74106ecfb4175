#pragma once

#include <QStyledItemDelegate>

namespace overfit::ui {

/// A cell of one or two lines: the value, the best in bold, and below it, fainter, its difference to the base.
class ComparisonCellDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}   // namespace overfit::ui
