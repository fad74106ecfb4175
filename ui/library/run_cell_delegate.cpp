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

}   // namespace

void RunCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    const QColor background = rowBackground(option);
    painter->fillRect(option.rect, background);
    QRect place = option.rect.adjusted(padding, 0, -padding, 0);
    QString text = index.data().toString();
    if (index.column() == 0) {
        const QRect mark(place.left(), place.center().y() - markSize / 2, markSize, markSize);
        drawStatusMark(*painter, mark, markOf(index, option, background));
        place.setLeft(mark.right() + padding);
        const QString suffix = index.data(RunTableModel::SuffixRole).toString();
        if (!suffix.isEmpty()) text += QStringLiteral("  ") + suffix;
        if (const QColor grave = findingColourOf(index, option); grave.isValid()) {
            const QString sign = index.data(RunTableModel::FindingTextRole).toString().left(1);
            painter->setFont(option.font);
            painter->setPen(grave);
            painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, sign);
            place.setRight(place.right() - QFontMetrics(option.font).horizontalAdvance(sign) - padding);
        }
        if (index.data(RunTableModel::StarRole).toBool()) {
            drawStar(*painter, QRect(place.right() - starSize, place.top(), starSize, place.height()),
                     readableOn(QColor(0xe69f00), background));
            place.setRight(place.right() - starSize - padding);
        }
    }
    painter->setFont(option.font);
    const bool isAudit = index.column() == auditColumn();
    const QColor grave = isAudit ? findingColourOf(index, option) : QColor();
    painter->setPen(grave.isValid() ? grave : rowText(option, index));
    const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    painter->drawText(place, static_cast<int>(alignment) | Qt::TextSingleLine,
                      QFontMetrics(option.font).elidedText(text, Qt::ElideRight, place.width()));
    if (index.column() == 0) drawFocus(*painter, option, option.rect);
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
