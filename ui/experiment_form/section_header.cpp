#include "ui/experiment_form/section_header.h"

#include "ui/experiment_form/form_style.h"
#include "ui/settings/plain_tool_tip.h"

#include <QPainter>

namespace overfit::ui {
namespace {

constexpr int padding = 7;
constexpr int textLeft = 24;

QFont titleFont(const QFont& base) {
    QFont font = base;
    font.setBold(true);
    return font;
}

}   // namespace

SectionHeader::SectionHeader(const QString& title, QWidget* parent) : FoldButton(parent) {
    setText(title);
    setAccessibleName(title);
    setChecked(true);
    connect(this, &QAbstractButton::toggled, this, [this] {
        updateGeometry();
        describe();
    });
    describe();
}

void SectionHeader::setSummary(const QString& summary) {
    if (summary == summary_) return;
    summary_ = summary;
    describe();
    updateGeometry();   // the first summary adds a line
    update();
}

void SectionHeader::setProblemCount(int count) {
    if (count == problems_) return;
    problems_ = count;
    describe();
    update();
}

void SectionHeader::describe() {
    const QString state = stateInWords();
    setAccessibleDescription(summary_.isEmpty() ? state : state + QStringLiteral("; ") + summary_);
    setToolTip(isChecked() ? QString() : plainToolTip(summary_));
}

QSize SectionHeader::sizeHint() const {
    const int title = QFontMetrics(titleFont(font())).height();
    const int note = showsSummary() ? QFontMetrics(noteFont(font())).height() + 1 : 0;
    return {200, title + note + 2 * padding};
}

void SectionHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75);
    if (underMouse() || isDown()) {
        QColor fill = palette().color(QPalette::Text);
        fill.setAlpha(isDown() ? 32 : 16);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(area, 4, 4);
    }
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(area, 4, 4);
    }
    painter.setBrush(Qt::NoBrush);
    const QFontMetrics title(titleFont(font()));
    painter.setPen(QPen(toneColour(palette(), Tone::Muted), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    paintArrow(painter, QPointF(12.5, padding + title.height() / 2.0), isChecked());

    QRect line(textLeft, padding, width() - textLeft - padding, title.height());
    if (problems_ > 0) {
        painter.setFont(noteFont(font()));
        painter.setPen(toneColour(palette(), Tone::Problem));
        const QString count = problems_ == 1 ? tr("1 problem") : tr("%1 problems").arg(problems_);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, count);
        line.setRight(line.right() - painter.fontMetrics().horizontalAdvance(count) - padding);
    }
    painter.setFont(titleFont(font()));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, title.elidedText(text(), Qt::ElideRight, line.width()));
    if (!showsSummary()) return;
    painter.setFont(noteFont(font()));
    painter.setPen(toneColour(palette(), Tone::Muted));
    const QRect below(textLeft, padding + title.height() + 1, width() - textLeft - padding, painter.fontMetrics().height());
    painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(summary_, Qt::ElideRight, below.width()));
}

}   // namespace overfit::ui
