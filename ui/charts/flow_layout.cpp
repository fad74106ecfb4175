#include "ui/charts/flow_layout.h"

#include <QStyle>
#include <QWidget>
#include <algorithm>

namespace overfit::ui {

FlowLayout::FlowLayout(QWidget* parent, int horizontalGap, int verticalGap)
    : QLayout(parent), horizontalGap_(horizontalGap), verticalGap_(verticalGap) {
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() {
    for (QLayoutItem* item : items_) delete item;
}

void FlowLayout::addItem(QLayoutItem* item) {
    items_.push_back(item);
    invalidate();
}

int FlowLayout::count() const { return static_cast<int>(items_.size()); }

QLayoutItem* FlowLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
    QLayoutItem* item = itemAt(index);
    if (item) items_.erase(items_.begin() + index);
    return item;
}

int FlowLayout::heightForWidth(int width) const { return layOut(QRect(0, 0, width, 0), Pass::Measure); }

QSize FlowLayout::sizeHint() const {
    QSize size(0, 0);   // the default one is -1 x -1
    int shown = 0;
    for (const QLayoutItem* item : items_) {
        if (item->isEmpty()) continue;
        const QSize hint = item->sizeHint();
        size =
            QSize(size.width() + hint.width() + (shown++ > 0 ? horizontalGap_ : 0), std::max(size.height(), hint.height()));
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

QSize FlowLayout::minimumSize() const {
    QSize size(0, 0);   // the default one is -1 x -1
    for (const QLayoutItem* item : items_) {
        if (!item->isEmpty()) size = size.expandedTo(item->minimumSize());
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    layOut(rect, Pass::Place);
}

int FlowLayout::layOut(const QRect& rect, Pass pass) const {
    const QMargins margins = contentsMargins();
    const QRect room = rect.marginsRemoved(margins);
    int top = room.top();
    std::vector<std::pair<QLayoutItem*, QRect>> row;
    int right = room.left(), height = 0;
    const auto closeRow = [&] {
        if (pass == Pass::Place) {
            for (auto& [item, place] : row) {
                place.moveTop(top + (height - place.height()) / 2);
                item->setGeometry(
                    QStyle::visualRect(parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight, room, place));
            }
        }
        row.clear();
    };
    for (QLayoutItem* item : items_) {
        if (item->isEmpty()) continue;
        QSize size = item->sizeHint();
        size.setWidth(std::min(size.width(), std::max(room.width(), item->minimumSize().width())));
        if (item->hasHeightForWidth()) size.setHeight(item->heightForWidth(size.width()));
        if (!row.empty() && right + size.width() > room.right() + 1) {
            closeRow();
            top += height + verticalGap_;
            right = room.left();
            height = 0;
        }
        row.emplace_back(item, QRect(QPoint(right, top), size));
        right += size.width() + horizontalGap_;
        height = std::max(height, size.height());
    }
    closeRow();
    return top + height - rect.top() + margins.bottom();
}

}   // namespace overfit::ui
