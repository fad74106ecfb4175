#include "ui/library/run_name_delegate.h"

#include <QLineEdit>

namespace overfit::ui {

void RunNameDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    // The view calls it whenever anything of the row changes: an audit, or the numbers of a running one.
    const auto* line = qobject_cast<const QLineEdit*>(editor);
    if (line && line->isModified()) return;
    QStyledItemDelegate::setEditorData(editor, index);
}

}   // namespace overfit::ui
