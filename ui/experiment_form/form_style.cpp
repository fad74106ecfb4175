#include "ui/experiment_form/form_style.h"

#include "core/config/field_table.h"
#include "ui/experiment_form/preset_chooser.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

namespace overfit::ui {
namespace {

QColor mixed(const QColor& front, const QColor& back, double share) {
    const auto part = [share](int a, int b) { return qRound(a * share + b * (1.0 - share)); };
    return {part(front.red(), back.red()), part(front.green(), back.green()), part(front.blue(), back.blue())};
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::Text).lightness();
}

}   // namespace

QColor toneColour(const QPalette& palette, Tone tone) {
    if (tone == Tone::Problem) return isDark(palette) ? QColor(0xff, 0x8a, 0x80) : QColor(0xb3, 0x1b, 0x1b);
    // Text, not WindowText: labels of a tone override the latter.
    return mixed(palette.color(QPalette::Text), palette.color(QPalette::Window), 0.68);
}

QString ofLastGoodValues(const QString& words) {
    if (words.isEmpty()) return {};
    return QCoreApplication::translate("overfit::ui::ExperimentForm", "Last good values: %1").arg(words);
}

QColor markColour(const QPalette& palette) {
    return mixed(palette.color(QPalette::Highlight), palette.color(QPalette::Window), 0.85);
}

QColor lineColour(const QPalette& palette) {
    return mixed(palette.color(QPalette::Text), palette.color(QPalette::Window), 0.18);
}

QFont noteFont(const QFont& base) {
    QFont font = base;
    if (base.pointSizeF() > 0) font.setPointSizeF(base.pointSizeF() * 0.9);
    return font;
}

int topLabelWidth(const QFontMetrics& font) {
    const Field* name = find_field("name");
    const QString label = name != nullptr ? QString::fromStdString(name->label) : QString();
    return 1 + qMax(font.horizontalAdvance(PresetChooser::tr("Preset")), font.horizontalAdvance(label));
}

void paintArrow(QPainter& painter, QPointF centre, bool open) {
    QPainterPath arrow;
    if (open) {
        arrow.moveTo(centre + QPointF(-3.5, -1.75));
        arrow.lineTo(centre + QPointF(0, 1.75));
        arrow.lineTo(centre + QPointF(3.5, -1.75));
    } else {
        arrow.moveTo(centre + QPointF(-1.75, -3.5));
        arrow.lineTo(centre + QPointF(1.75, 0));
        arrow.lineTo(centre + QPointF(-1.75, 3.5));
    }
    painter.drawPath(arrow);
}

QRectF markBar(const QRect& line) { return {1.0, line.top() + 3.0, 3.0, line.height() - 6.0}; }

}   // namespace overfit::ui
