#include "ui/compare/comparison_cell_delegate.h"

#include "ui/compare/comparison_table_model.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int sideMargin = 8, topMargin = 3;

QFont valueFont(const QStyleOptionViewItem& option, const QModelIndex& index) {
    QFont font = option.font;
    const QVariant own = index.data(Qt::FontRole);
    font.setBold(own.isValid() && own.value<QFont>().bold());
    return font;
}

QFont detailFont(const QFont& font) {
    QFont small = font;
    if (font.pointSizeF() > 0) small.setPointSizeF(font.pointSizeF() * 0.9);
    return small;
}

}   // namespace

void ComparisonCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem box = option;
    initStyleOption(&box, index);
    box.text.clear();
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &box, painter, option.widget);   // background, selection, focus

    const QString value = index.data(Qt::DisplayRole).toString();
    const QString detail = index.data(ComparisonTableModel::DetailRole).toString();
    const QRect inside = option.rect.adjusted(sideMargin, topMargin, -sideMargin, -topMargin);
    const bool selected = option.state & QStyle::State_Selected;
    const auto pen = [&](QPalette::ColorRole role) {
        return option.palette.color(QPalette::Active, selected ? QPalette::HighlightedText : role);
    };
    painter->save();
    painter->setFont(valueFont(option, index));
    painter->setPen(pen(QPalette::Text));
    const QString fitting = painter->fontMetrics().elidedText(value, Qt::ElideRight, inside.width());
    painter->drawText(inside, (detail.isEmpty() ? Qt::AlignVCenter : Qt::AlignTop) | Qt::AlignRight, fitting);
    if (!detail.isEmpty()) {
        painter->setFont(detailFont(option.font));
        painter->setPen(pen(QPalette::PlaceholderText));
        painter->drawText(inside, Qt::AlignBottom | Qt::AlignRight, detail);
    }
    painter->restore();
}

QSize ComparisonCellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QFontMetrics value(valueFont(option, index)), detail(detailFont(option.font));
    const QString second = index.data(ComparisonTableModel::DetailRole).toString();
    const int width =
        std::max(value.horizontalAdvance(index.data(Qt::DisplayRole).toString()), detail.horizontalAdvance(second));
    const int height = value.height() + (second.isEmpty() ? 0 : detail.height());
    return {width + 2 * sideMargin + 2, height + 2 * topMargin};
}

}   // namespace overfit::ui
