#include "ui/experiment_form/number_box.h"

#include "ui/experiment_form/form_style.h"

#include <QLineEdit>
#include <QPainter>
#include <QStyle>
#include <QWheelEvent>

namespace overfit::ui {

/// The line of text, with the unit painted at its right end.
class NumberBox::Edit : public QLineEdit {
public:
    using QLineEdit::QLineEdit;

    void setUnit(const QString& unit) {
        if (unit == unit_) return;
        unit_ = unit;
        update();
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        QLineEdit::paintEvent(event);
        const QString shown = text().isEmpty() ? placeholderText() : text();
        const int room = width() - fontMetrics().horizontalAdvance(shown) - 14;
        if (unit_.isEmpty() || fontMetrics().horizontalAdvance(unit_) > room) return;
        QPainter painter(this);
        painter.setPen(toneColour(palette(), Tone::Muted));
        painter.drawText(rect().adjusted(0, 0, -3, 0), Qt::AlignRight | Qt::AlignVCenter, unit_);
    }

private:
    QString unit_;
};

NumberBox::NumberBox(Step step, QWidget* parent) : QAbstractSpinBox(parent), step_(std::move(step)), edit_(new Edit(this)) {
    setLineEdit(edit_);
    setFocusPolicy(Qt::StrongFocus);   // the default takes the focus by the wheel
    connect(edit_, &QLineEdit::textEdited, this, &NumberBox::edited);
}

void NumberBox::showText(const QString& text) {
    if (edit_->text() != text) edit_->setText(text);
}

void NumberBox::setUnit(const QString& unit) { edit_->setUnit(unit); }

void NumberBox::setEmptyWord(const QString& word) { edit_->setPlaceholderText(word); }

void NumberBox::setAccessibleTexts(const QString& name, const QString& description) {
    setAccessibleName(name);
    setAccessibleDescription(description);
    edit_->setAccessibleName(name);
    edit_->setAccessibleDescription(description);
}

QSize NumberBox::sizeHint() const {
    return {fontMetrics().horizontalAdvance(QStringLiteral("000,000 images")) + 40, QAbstractSpinBox::sizeHint().height()};
}

QSize NumberBox::minimumSizeHint() const { return {60, QAbstractSpinBox::minimumSizeHint().height()}; }

QValidator::State NumberBox::validate(QString&, int&) const { return QValidator::Acceptable; }

void NumberBox::stepBy(int steps) {
    const QString text = step_(steps);
    if (text == edit_->text()) return;
    edit_->setText(text);
    edit_->selectAll();
    Q_EMIT edited(text);
}

QAbstractSpinBox::StepEnabled NumberBox::stepEnabled() const { return StepUpEnabled | StepDownEnabled; }

void NumberBox::wheelEvent(QWheelEvent* event) {
    if (hasFocus()) {
        QAbstractSpinBox::wheelEvent(event);
    } else {
        event->ignore();   // scrolls the form
    }
}

}   // namespace overfit::ui
