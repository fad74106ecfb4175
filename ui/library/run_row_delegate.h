#pragma once

#include "ui/library/name_delegate.h"

#include <QFont>

namespace overfit::ui {

/// Draws a run as two lines: mark and name with tags and star, key numbers below; the first of a group under its heading.
class RunRowDelegate : public NameDelegate {
    Q_OBJECT
public:
    using NameDelegate::NameDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// Pixels that the heading above the row takes; 0 where there is none.
    int headingHeight(const QFont& font, const QModelIndex& index) const;

private:
    /// Line heights of a font: asked for ten thousand times when the list is laid out.
    struct Heights {
        QFont font;
        int first = 0, second = 0, heading = 0;
    };
    const Heights& heightsOf(const QFont& font) const;

    mutable Heights heights_;
};

}   // namespace overfit::ui
