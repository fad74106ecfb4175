#include "ui/library/run_row_style.h"

#include "ui/charts/chart_style.h"
#include "ui/charts/cut_name.h"
#include "ui/charts/finding_style.h"
#include "ui/library/run_table_model.h"

#include <QPainter>
#include <QStyleOptionViewItem>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace overfit::ui {

QColor rowBackground(const QStyleOptionViewItem& option) {
    const QColor base = option.palette.color(QPalette::Base);
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    const double most = isDark(option.palette) ? 0.45 : 0.26;   // a dark base swallows a tint
    const double share = selected ? most : hovered ? 0.3 * most : 0.0;
    const QColor accent = option.palette.color(QPalette::Active, QPalette::Highlight);
    return QColor::fromRgbF(static_cast<float>(base.redF() * (1 - share) + accent.redF() * share),
                            static_cast<float>(base.greenF() * (1 - share) + accent.greenF() * share),
                            static_cast<float>(base.blueF() * (1 - share) + accent.blueF() * share));
}

QColor rowText(const QStyleOptionViewItem& option, const QModelIndex& index) {
    const bool archived = index.data(RunTableModel::ArchivedRole).toBool();
    return archived ? faintTextOn(option.palette, rowBackground(option)) : option.palette.color(QPalette::Text);
}

StatusMark markOf(const QModelIndex& index, const QStyleOptionViewItem& option, const QColor& background) {
    StatusMark mark;
    const int status = index.data(RunTableModel::StatusRole).toInt();
    if (status >= 0) mark.status = static_cast<RunStatus>(status);
    mark.outline = option.palette.color(QPalette::PlaceholderText);
    mark.background = background;
    mark.progress = index.data(RunTableModel::ProgressRole).toDouble();
    const QColor colour = index.data(RunTableModel::ColourRole).value<QColor>();
    if (!colour.isValid()) return mark;
    // As in the charts, on a selected row too: one colour a run.
    mark.background = option.palette.color(QPalette::Base);
    mark.fill = readableOn(colour, mark.background);
    if (background != mark.background) mark.halo = mark.background;
    return mark;
}

QColor findingColourOf(const QModelIndex& index, const QStyleOptionViewItem& option) {
    const int level = index.data(RunTableModel::FindingRole).toInt();
    return level < 0 ? QColor() : findingColour(static_cast<FindingLevel>(level), option.palette);
}

QFont smallFont(const QFont& font) {
    QFont small = font;
    if (font.pointSizeF() > 0) small.setPointSizeF(font.pointSizeF() * 0.92);
    return small;
}

void drawLine(QPainter& painter, const QRect& place, const QFont& font, const QColor& colour, const QString& text,
              Qt::TextElideMode elide) {
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(text, elide, place.width()));
}

NamePlaces namePlaces(const QRect& line, const QFont& font, const QString& name, const QString& suffix) {
    // Wider than the text by a pixel: widths of letters are fractions, and a rounded one would cut the last.
    const auto widthOf = [](const QFont& which, const QString& text) {
        return text.isEmpty() ? 0 : QFontMetrics(which).horizontalAdvance(text) + 2;
    };
    const int suffixWidth = widthOf(smallFont(font), suffix), gap = suffix.isEmpty() ? 0 : 8;
    const int least = line.width() * 2 / 5;   // for the name, however long the suffix is
    NamePlaces places{line, line};
    places.name.setWidth(std::min(widthOf(font, name), std::max(line.width() - suffixWidth - gap, least)));
    places.suffix.setLeft(places.name.right() + 1 + gap);
    return places;
}

void drawName(QPainter& painter, const QRect& line, const QStyleOptionViewItem& option, const QModelIndex& index) {
    const QString name = index.data().toString(), suffix = index.data(RunTableModel::SuffixRole).toString();
    const NamePlaces places = namePlaces(line, option.font, name, suffix);
    drawLine(painter, places.name, option.font, rowText(option, index),
             cutName(index, QFontMetricsF(option.font), places.name.width()));
    const QColor faint = faintTextOn(option.palette, rowBackground(option));
    if (!suffix.isEmpty()) {
        drawLine(painter, places.suffix, smallFont(option.font), faint, suffix, Qt::ElideMiddle);
    }
}

void drawStar(QPainter& painter, const QRect& place, const QColor& colour) {
    QPolygonF corners;
    const QPointF middle = QRectF(place).center();
    const double outer = qMin(place.width(), place.height()) / 2.0;
    for (int corner = 0; corner < 10; ++corner) {
        const double angle = corner * std::numbers::pi / 5 - std::numbers::pi / 2;
        const double radius = corner % 2 == 0 ? outer : outer * 0.42;
        corners << middle + QPointF(radius * std::cos(angle), radius * std::sin(angle));
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(corners);
    painter.restore();
}

void drawFocus(QPainter& painter, const QStyleOptionViewItem& option, const QRect& row) {
    if (!(option.state & QStyle::State_HasFocus)) return;
    painter.setPen(QPen(option.palette.color(QPalette::Highlight), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5));
}

}   // namespace overfit::ui
