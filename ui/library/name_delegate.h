#pragma once

#include <QLineEdit>
#include <QStyledItemDelegate>

namespace overfit::ui {

/// Edits a run's name. What one has typed stays, whatever becomes known of the run meanwhile.
class NameDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setEditorData(QWidget* editor, const QModelIndex& index) const override {
        const auto* line = qobject_cast<const QLineEdit*>(editor);
        // Nor is the selection lost: typing replaces the old name, however often the row is read anew.
        const bool known = line && (line->isModified() || line->text() == index.data(Qt::EditRole).toString());
        if (!known) QStyledItemDelegate::setEditorData(editor, index);
    }
};

}   // namespace overfit::ui
