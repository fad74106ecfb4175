#include "ui/experiment_form/text_control.h"

#include <QLineEdit>

namespace overfit::ui {

TextControl::TextControl(const Field& field, QWidget* parent) : TypedControl(field, parent), edit_(new QLineEdit(this)) {
    edit_->setMinimumWidth(60);
    adopt(edit_);
    connect(edit_, &QLineEdit::textEdited, this, &TextControl::read);
    connect(edit_, &QLineEdit::editingFinished, this, &TextControl::tidy);
}

QWidget* TextControl::focusTarget() const { return edit_; }

QString TextControl::text() const { return edit_->text(); }

void TextControl::showText(const QString& text) {
    if (edit_->text() == text) return;
    edit_->setText(text);
    if (!edit_->hasFocus()) edit_->setCursorPosition(0);   // a long text shows its beginning
}

}   // namespace overfit::ui
