#include "ui/library/run_row_delegate.h"

#include "ui/charts/chart_style.h"
#include "ui/library/run_table_model.h"
#include "ui/library/status_mark.h"

#include <QApplication>
#include <QPainter>

namespace overfit::ui {

namespace {

constexpr int margin = 6;
constexpr int markSize = 16;
constexpr int markColumn = margin + markSize + 8;   // where the text begins

QFont smallFont(const QFont& font) {
    QFont small = font;
    if (font.pointSizeF() > 0) small.setPointSizeF(font.pointSizeF() * 0.92);
    return small;
}

StatusMark markOf(const QModelIndex& index, const QStyleOptionViewItem& option, const QColor& background) {
    StatusMark mark;
    const int status = index.data(RunTableModel::StatusRole).toInt();
    if (status >= 0) mark.status = static_cast<RunStatus>(status);
    mark.outline = option.palette.color(QPalette::PlaceholderText);
    mark.background = background;
    mark.progress = index.data(RunTableModel::ProgressRole).toDouble();
    const QColor colour = index.data(RunTableModel::ColourRole).value<QColor>();
    if (colour.isValid()) mark.fill = readableOn(colour, background);
    return mark;
}

/// A tint of the highlight rather than the full one: the run's own colour stays readable on it.
QColor rowBackground(const QStyleOptionViewItem& option) {
    QColor base = option.palette.color(QPalette::Base);
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    const double share = selected ? 0.22 : hovered ? 0.08 : 0.0;
    const QColor accent = option.palette.color(QPalette::Active, QPalette::Highlight);
    return QColor::fromRgbF(static_cast<float>(base.redF() * (1 - share) + accent.redF() * share),
                            static_cast<float>(base.greenF() * (1 - share) + accent.greenF() * share),
                            static_cast<float>(base.blueF() * (1 - share) + accent.blueF() * share));
}

}   // namespace

void RunRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    const QColor background = rowBackground(option);
    painter->fillRect(option.rect, background);

    const QRect row = option.rect.adjusted(0, margin, -margin, -margin);
    const QFont second = smallFont(option.font);
    const int firstHeight = QFontMetrics(option.font).height();
    const QRect mark(row.left() + margin, row.top() + (firstHeight - markSize) / 2, markSize, markSize);
    drawStatusMark(*painter, mark, markOf(index, option, background));

    const QRect firstLine(row.left() + markColumn, row.top(), row.width() - markColumn, firstHeight);
    painter->setFont(option.font);
    painter->setPen(option.palette.color(QPalette::Text));
    painter->drawText(firstLine, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(option.font).elidedText(index.data().toString(), Qt::ElideRight, firstLine.width()));

    const QRect secondLine(firstLine.left(), firstLine.bottom() + 2, firstLine.width(), QFontMetrics(second).height());
    painter->setFont(second);
    painter->setPen(readableOn(option.palette.color(QPalette::PlaceholderText), background));
    const QString numbers = index.data(RunTableModel::KeyNumbersRole).toString();
    painter->drawText(secondLine, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(second).elidedText(numbers, Qt::ElideRight, secondLine.width()));

    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(option.palette.color(QPalette::Highlight), 1));
        painter->drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5));
    }
    painter->restore();
}

QSize RunRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    const int height = QFontMetrics(option.font).height() + 2 + QFontMetrics(smallFont(option.font)).height();
    return {markColumn + 120, height + 2 * margin};
}

void RunRowDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const {
    const int height = editor->sizeHint().height();
    editor->setGeometry(option.rect.left() + markColumn - 4, option.rect.top() + 2, option.rect.width() - markColumn,
                        height);
}

}   // namespace overfit::ui
