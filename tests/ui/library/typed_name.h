#pragma once

#include <QAbstractItemView>
#include <QLineEdit>
#include <QTest>

namespace overfit::ui::samples {

/// F2 on the current row and a new name in place of the old one, not ended yet. Null: the row cannot be renamed.
inline QLineEdit* typeName(QAbstractItemView* view, const QString& name) {
    QTest::keyClick(view, Qt::Key_F2);
    auto* editor = view->viewport()->findChild<QLineEdit*>();
    if (!editor) return nullptr;
    editor->selectAll();
    QTest::keyClicks(editor, name);
    return editor;
}

}   // namespace overfit::ui::samples
