#pragma once

#include "ui/library/name_delegate.h"

namespace overfit::ui {

/// Draws a cell of the table of runs: one line, in the name's column behind the status mark.
class RunCellDelegate : public NameDelegate {
    Q_OBJECT
public:
    using NameDelegate::NameDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}   // namespace overfit::ui
