#include "ui/library/run_cell_delegate.h"

#include "ui/charts/chart_style.h"
#include "ui/library/run_columns.h"
#include "ui/library/run_row_style.h"
#include "ui/library/run_table_model.h"

#include <QPainter>

namespace overfit::ui {

namespace {

constexpr int padding = 6;
constexpr int starSize = 11;

void drawCell(QPainter& painter, const QRect& place, const QStyleOptionViewItem& option, const QModelIndex& index) {
    const QColor grave = index.column() == auditColumn() ? findingColourOf(index, option) : QColor();
    painter.setFont(option.font);
    painter.setPen(grave.isValid() ? grave : rowText(option, index));
    const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    painter.drawText(place, static_cast<int>(alignment) | Qt::TextSingleLine,
                     QFontMetrics(option.font).elidedText(index.data().toString(), Qt::ElideRight, place.width()));
}

void drawNameCell(QPainter& painter, QRect place, const QStyleOptionViewItem& option, const QModelIndex& index) {
    const QColor background = rowBackground(option);
    const QRect mark(place.left(), place.center().y() - markSize / 2, markSize, markSize);
    drawStatusMark(painter, mark, markOf(index, option, background));
    place.setLeft(mark.right() + padding);
    if (const QColor grave = findingColourOf(index, option); grave.isValid()) {
        const QString sign = index.data(RunTableModel::FindingTextRole).toString().left(1);
        painter.setFont(option.font);
        painter.setPen(grave);
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, sign);
        place.setRight(place.right() - QFontMetrics(option.font).horizontalAdvance(sign) - padding);
    }
    if (index.data(RunTableModel::StarRole).toBool()) {
        drawStar(painter, QRect(place.right() - starSize, place.top(), starSize, place.height()),
                 readableOn(QColor(0xe69f00), background));
        place.setRight(place.right() - starSize - padding);
    }
    drawName(painter, place, option, index);
    drawFocus(painter, option, option.rect);
}

}   // namespace

void RunCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    painter->fillRect(option.rect, rowBackground(option));
    const QRect place = option.rect.adjusted(padding, 0, -padding, 0);
    index.column() == 0 ? drawNameCell(*painter, place, option, index) : drawCell(*painter, place, option, index);
    painter->restore();
}

QSize RunCellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QFontMetrics metrics(option.font);
    const int mark = index.column() == 0 ? markSize + padding : 0;
    return {metrics.horizontalAdvance(index.data().toString()) + 2 * padding + mark, metrics.height() + 10};
}

void RunCellDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const {
    editor->setGeometry(option.rect.adjusted(padding + markSize + 2, 0, 0, 0));
}

}   // namespace overfit::ui
