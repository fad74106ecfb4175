#include "ui/preview/preview_strip.h"

#include "ui/experiment_form/form_style.h"
#include "ui/settings/plain_tool_tip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int rowGap = 4;
constexpr int ringMargin = 4;       // around the strip, so that the focus ring of its edge thumbnails fits
constexpr int widestColumn = 104;   // wider would tear the row apart
constexpr double dimmedOpacity = 0.35;

}   // namespace

PreviewStrip::PreviewStrip(int places, QWidget* parent) : QWidget(parent), places_(places) {
    setFont(noteFont(font()));
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void PreviewStrip::setThumbnails(std::vector<LabelledThumbnail> thumbnails, QStringList words) {
    thumbnails_ = std::move(thumbnails);
    words_ = std::move(words);
    current_ = std::min(current_, static_cast<int>(thumbnails_.size()) - 1);
    update();
}

void PreviewStrip::setDimmed(bool dimmed) {
    if (dimmed == dimmed_) return;
    dimmed_ = dimmed;
    update();
}

int PreviewStrip::columnsAt(int width) const {
    // Whole rows look calm: only numbers of columns that leave no gap at the end.
    const int most = std::clamp((width - 2 * ringMargin) / thumbnailWidth, 1, places_);
    for (int columns = most; columns > 1; --columns) {
        if (places_ % columns == 0) return columns;
    }
    return 1;
}

QRect PreviewStrip::placeOf(int thumbnail) const {
    const int columns = columnsAt(width());
    const int columnWidth = std::min((width() - 2 * ringMargin) / columns, widestColumn);
    const int left = ringMargin + thumbnail % columns * columnWidth;
    const int height = thumbnailHeight(fontMetrics());
    return {left, ringMargin + thumbnail / columns * (height + rowGap), columnWidth, height};
}

int PreviewStrip::heightForWidth(int width) const {
    const int rows = places_ / columnsAt(width);
    return 2 * ringMargin + rows * thumbnailHeight(fontMetrics()) + (rows - 1) * rowGap;
}

QSize PreviewStrip::sizeHint() const {
    const int width = 4 * thumbnailWidth + 2 * ringMargin;
    return {width, heightForWidth(width)};
}

QSize PreviewStrip::minimumSizeHint() const { return {2 * thumbnailWidth, thumbnailHeight(fontMetrics())}; }

bool PreviewStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (int i = 0; i < static_cast<int>(thumbnails_.size()); ++i) {
        if (!placeOf(i).contains(help->pos())) continue;
        QToolTip::showText(help->globalPos(), plainToolTip(words_.value(i)), this, placeOf(i));
        return true;
    }
    QToolTip::hideText();
    return true;
}

void PreviewStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(font());
    if (dimmed_) painter.setOpacity(dimmedOpacity);
    const int shown = static_cast<int>(thumbnails_.size());
    for (int i = 0; i < places_; ++i) {
        if (i < shown) {
            paintThumbnail(painter, placeOf(i), thumbnails_[static_cast<std::size_t>(i)], palette());
        } else if (shown == 0) {
            paintEmptyThumbnail(painter, placeOf(i), palette());
        }
    }
    if (!hasFocus()) return;
    painter.setOpacity(1.0);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    const QRect ring = current_ >= 0 ? placeOf(current_).adjusted(0, -1, 0, 1) : rect();
    painter.drawRoundedRect(QRectF(ring).adjusted(1, 1, -1, -1), 3, 3);
}

void PreviewStrip::keyPressEvent(QKeyEvent* event) {
    const bool arrow = event->key() >= Qt::Key_Left && event->key() <= Qt::Key_Down;
    if (arrow && current_ < 0) return moveTo(0);
    const int columns = columnsAt(width());
    switch (event->key()) {
        case Qt::Key_Left: return moveTo(current_ - 1);
        case Qt::Key_Right: return moveTo(current_ + 1);
        case Qt::Key_Up: return moveTo(current_ - columns);
        case Qt::Key_Down: return moveTo(current_ + columns);
        case Qt::Key_Home: return moveTo(0);
        case Qt::Key_End: return moveTo(static_cast<int>(thumbnails_.size()) - 1);
        default: QWidget::keyPressEvent(event);
    }
}

void PreviewStrip::moveTo(int thumbnail) {
    if (thumbnail < 0 || thumbnail >= static_cast<int>(thumbnails_.size())) return;
    current_ = thumbnail;
    update();
    const QRect place = placeOf(thumbnail);
    QToolTip::showText(mapToGlobal(place.bottomLeft()), plainToolTip(words_.value(thumbnail)), this, place);
}

void PreviewStrip::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void PreviewStrip::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

}   // namespace overfit::ui
