#include "ui/experiment_form/note_label.h"

#include <QEvent>
#include <QPainter>

namespace overfit::ui {
namespace {

constexpr int signSide = 12;

}   // namespace

NoteLabel::NoteLabel(Tone tone, QWidget* parent) : QLabel(parent), tone_(tone) {
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setFont(noteFont(font()));
    setContentsMargins(tone == Tone::Problem ? signSide + 5 : 0, 0, 0, 0);
    recolour();
}

void NoteLabel::setNote(const QString& text) {
    if (text != this->text()) setText(text);
    setVisible(!text.isEmpty());
}

void NoteLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) recolour();
}

void NoteLabel::recolour() {
    const QColor colour = toneColour(palette(), tone_);
    if (palette().color(QPalette::WindowText) == colour) return;   // setPalette() calls changeEvent() again
    QPalette toned = palette();
    toned.setColor(QPalette::WindowText, colour);
    setPalette(toned);
}

void NoteLabel::paintEvent(QPaintEvent* event) {
    QLabel::paintEvent(event);
    if (tone_ != Tone::Problem) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF sign(0.5, (fontMetrics().height() - signSide) / 2.0 + 0.5, signSide, signSide);
    painter.setPen(Qt::NoPen);
    painter.setBrush(toneColour(palette(), Tone::Problem));
    painter.drawEllipse(sign);
    painter.setPen(QPen(palette().color(QPalette::Window), 1.6, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(sign.center().x(), sign.top() + 3.0), QPointF(sign.center().x(), sign.top() + 6.6));
    painter.drawPoint(QPointF(sign.center().x(), sign.top() + 9.2));
}

}   // namespace overfit::ui
