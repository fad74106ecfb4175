#include "ui/experiment_form/suggestion_control.h"

#include <QComboBox>
#include <QEvent>
#include <QLineEdit>

namespace overfit::ui {

SuggestionControl::SuggestionControl(const Field& field, const QStringList& suggestions, QWidget* parent)
    : TypedControl(field, parent), combo_(new QComboBox(this)) {
    combo_->setEditable(true);
    combo_->setInsertPolicy(QComboBox::NoInsert);
    combo_->setCompleter(nullptr);   // it would write into what is being typed
    combo_->addItems(suggestions);
    combo_->setMinimumContentsLength(6);
    combo_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo_->setFocusPolicy(Qt::StrongFocus);
    combo_->installEventFilter(this);
    adopt(combo_);
    combo_->lineEdit()->setAccessibleName(label());
    connect(combo_->lineEdit(), &QLineEdit::textEdited, this, &SuggestionControl::read);
    connect(combo_, &QComboBox::activated, this, &SuggestionControl::read);
    connect(combo_->lineEdit(), &QLineEdit::editingFinished, this, &SuggestionControl::tidy);
}

QWidget* SuggestionControl::focusTarget() const { return combo_; }

QString SuggestionControl::text() const { return combo_->currentText(); }

void SuggestionControl::showText(const QString& text) {
    if (combo_->currentText() != text) combo_->setEditText(text);
}

bool SuggestionControl::eventFilter(QObject* watched, QEvent* event) {
    if (watched == combo_ && event->type() == QEvent::Wheel && !combo_->hasFocus()) {
        event->ignore();   // scrolls the form
        return true;
    }
    return TypedControl::eventFilter(watched, event);
}

}   // namespace overfit::ui
