#include "ui/queue/queue_row_delegate.h"

#include "core/runs/run_facts.h"
#include "ui/charts/chart_style.h"
#include "ui/charts/cut_name.h"
#include "ui/library/status_mark.h"
#include "ui/queue/queue_model.h"

#include <QPainter>

namespace overfit::ui {

namespace {

constexpr int margin = 4;
constexpr int markSize = 16;
constexpr int markColumn = 8 + markSize + 8;   // where the text begins
constexpr int barHeight = 3;

QFont smallFont(const QFont& font) {
    QFont small = font;
    if (font.pointSizeF() > 0) small.setPointSizeF(font.pointSizeF() * 0.92);
    return small;
}

/// A tint of the highlight: the words keep their own colours on it.
QColor rowBackground(const QStyleOptionViewItem& option) {
    QColor tint = option.palette.color(QPalette::Active, QPalette::Highlight);
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    tint.setAlphaF(selected ? 0.22F : hovered ? 0.08F : 0.0F);
    return tint;
}

void drawMark(QPainter& painter, const QRect& place, const QStyleOptionViewItem& option, const QModelIndex& index) {
    const QColor faint = faintTextOn(option.palette, option.palette.color(QPalette::Base));
    const QVariant number = index.data(QueueModel::PlaceRole);
    if (number.isValid()) {
        painter.setPen(faint);
        painter.setFont(option.font);
        painter.drawText(place.adjusted(-4, 0, 4, 0), Qt::AlignCenter, number.toString());
        return;
    }
    StatusMark mark;
    mark.status = static_cast<RunStatus>(index.data(QueueModel::StatusRole).toInt());
    mark.outline = faint;
    mark.background = option.palette.color(QPalette::Base);
    mark.progress = index.data(QueueModel::ProgressRole).toDouble();
    drawStatusMark(painter, place, mark);
}

void drawBar(QPainter& painter, const QRectF& place, double share, const QPalette& palette) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.color(QPalette::Midlight));
    painter.drawRoundedRect(place, barHeight / 2.0, barHeight / 2.0);
    QRectF done = place;
    done.setWidth(place.width() * share);
    painter.setBrush(palette.color(QPalette::Active, QPalette::Highlight));
    painter.drawRoundedRect(done, barHeight / 2.0, barHeight / 2.0);
}

}   // namespace

void QueueRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    painter->fillRect(option.rect, rowBackground(option));
    const QFont second = smallFont(option.font);
    const QFontMetrics firstMetrics(option.font), secondMetrics(second);
    const QRect row = option.rect.adjusted(markColumn, margin, -margin, -margin);
    const QRect firstLine(row.left(), row.top(), row.width(), firstMetrics.height());
    drawMark(*painter, {option.rect.left() + 8, firstLine.center().y() - markSize / 2 + 1, markSize, markSize}, option,
             index);

    painter->setFont(option.font);
    painter->setPen(option.palette.color(QPalette::Text));
    painter->drawText(firstLine, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      cutName(index, QFontMetricsF(option.font), firstLine.width()));

    const QRect secondLine(row.left(), firstLine.bottom() + 2, row.width(), secondMetrics.height());
    const auto status = static_cast<RunStatus>(index.data(QueueModel::StatusRole).toInt());
    const bool ended = index.data(QueueModel::KindRole).toInt() == static_cast<int>(QueueModel::Kind::Ended);
    const bool bad = ended && ended_badly(status);
    painter->setFont(second);
    painter->setPen(bad ? chartTheme(option.palette).failure
                        : faintTextOn(option.palette, option.palette.color(QPalette::Base)));
    painter->drawText(secondLine, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      secondMetrics.elidedText(index.data(QueueModel::WordsRole).toString(), Qt::ElideRight, row.width()));

    if (status == RunStatus::Running && !ended && index.data(QueueModel::ProgressRole).isValid()) {
        drawBar(*painter, QRectF(row.left(), secondLine.bottom() + 3, row.width() - margin, barHeight),
                index.data(QueueModel::ProgressRole).toDouble(), option.palette);
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(option.palette.color(QPalette::Highlight), 1));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

QSize QueueRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const bool running = index.data(QueueModel::ProgressRole).isValid();
    const int lines = QFontMetrics(option.font).height() + 2 + QFontMetrics(smallFont(option.font)).height();
    return {markColumn + 120, lines + 2 * margin + (running ? barHeight + 3 : 0)};
}

}   // namespace overfit::ui
