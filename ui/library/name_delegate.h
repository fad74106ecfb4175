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
        if (line == nullptr || !line->isModified()) QStyledItemDelegate::setEditorData(editor, index);
    }
};

}   // namespace overfit::ui
