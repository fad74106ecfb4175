#pragma once

#include <QStyledItemDelegate>

namespace overfit::ui {

/// What cards and table have in common: a name that is being typed stays as typed while the list is read anew.
class RunNameDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
};

}   // namespace overfit::ui
