#include "ui/experiment_form/disclosure.h"

#include "ui/experiment_form/form_style.h"

#include <QApplication>
#include <QPainter>
#include <QVBoxLayout>

namespace overfit::ui {
namespace {

constexpr int padding = 3;
constexpr int textLeft = 16;

}   // namespace

DisclosureButton::DisclosureButton(QWidget* parent) : FoldButton(parent) {
    setFont(noteFont(font()));
    const auto describe = [this] { setAccessibleDescription(stateInWords()); };
    connect(this, &QAbstractButton::toggled, this, describe);
    describe();
}

QSize DisclosureButton::sizeHint() const {
    return {textLeft + fontMetrics().horizontalAdvance(text()) + padding, fontMetrics().height() + 2 * padding};
}

void DisclosureButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || hasFocus()) {
        QColor fill = palette().color(QPalette::Text);
        fill.setAlpha(underMouse() ? 16 : 0);
        painter.setBrush(fill);
        painter.setPen(hasFocus() ? QPen(palette().color(QPalette::Highlight), 1.5) : QPen(Qt::NoPen));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75), 4, 4);
    }
    painter.setPen(QPen(toneColour(palette(), Tone::Muted), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    paintArrow(painter, QPointF(7.5, height() / 2.0), isChecked());
    const QRect line = rect().adjusted(textLeft, 0, -padding, 0);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(text(), Qt::ElideRight, line.width()));
}

Disclosure::Disclosure(QWidget* content, QWidget* parent) : QWidget(parent), button_(new DisclosureButton(this)) {
    content->setParent(this);
    content->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::noteSpacing);
    column->addWidget(button_);
    column->addWidget(content);
    connect(button_, &QAbstractButton::toggled, this, [this, content](bool open) {
        // What is hidden would hand the focus to whatever comes next.
        if (!open && content->isAncestorOf(QApplication::focusWidget())) button_->setFocus();
        content->setVisible(open);
        Q_EMIT toggled(open);
    });
}

void Disclosure::setTitle(const QString& title) {
    button_->setText(title);
    button_->setAccessibleName(title);
    button_->setToolTip(title);
}

}   // namespace overfit::ui
