#include "ui/experiment_form/revert_button.h"

#include "ui/experiment_form/form_style.h"

#include <QPainter>
#include <QPainterPath>

namespace overfit::ui {

RevertButton::RevertButton(QWidget* parent) : QAbstractButton(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    policy.setRetainSizeWhenHidden(true);
    setSizePolicy(policy);
}

QSize RevertButton::sizeHint() const { return {metrics::revertSide, metrics::revertSide}; }

void RevertButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool lit = underMouse() || isDown();
    if (lit) {
        QColor fill = palette().color(QPalette::Text);
        fill.setAlpha(isDown() ? 50 : 25);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(area, 3, 3);
    }
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(area, 3, 3);
    }
    const QColor ink = lit ? palette().color(QPalette::Text) : toneColour(palette(), Tone::Muted);
    painter.setPen(QPen(ink, 1.4, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    const QPointF centre = area.center();
    const double radius = 4.6;
    // Three quarters of a circle, against the clock, and the arrow's head at its upper left end.
    painter.drawArc(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), -150 * 16, 280 * 16);
    QPainterPath head;
    const QPointF tip(centre.x() - 3.1, centre.y() + 0.4 - radius + 1.0);
    head.moveTo(tip + QPointF(-1.9, -3.4));
    head.lineTo(tip + QPointF(-1.7, 1.3));
    head.lineTo(tip + QPointF(3.0, 1.1));
    head.closeSubpath();
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPath(head);
}

}   // namespace overfit::ui
