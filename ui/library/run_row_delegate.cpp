#include "ui/library/run_row_delegate.h"

#include "ui/charts/chart_style.h"
#include "ui/library/run_row_style.h"
#include "ui/library/run_table_model.h"

#include <QPainter>

namespace overfit::ui {

namespace {

constexpr int margin = 6;
constexpr int markColumn = margin + markSize + 8;   // where the text begins
constexpr int starSize = 12;
constexpr int tagPadding = 5;

QFont headingFont(const QFont& font) {
    QFont heading = smallFont(font);
    heading.setBold(true);
    return heading;
}

/// One tag in a frame, its right edge at `right`. Returns its width with the gap to the left.
int drawTag(QPainter& painter, const QString& tag, int right, const QRect& line, const QFont& font, const QColor& colour) {
    const int width = QFontMetrics(font).horizontalAdvance(tag) + 2 * tagPadding;
    const QRect frame(right - width, line.top(), width, line.height());
    QColor edge = colour;
    edge.setAlphaF(0.5f);
    painter.setPen(QPen(edge, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 1.5, -0.5, -0.5), 3, 3);
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(frame, Qt::AlignCenter | Qt::TextSingleLine, tag);
    return width + 4;
}

/// From the right edge of the line; never more than its half, the others as "+2". Returns what is left of the line.
QRect drawTags(QPainter& painter, QRect line, const QStringList& tags, const QFont& font, const QColor& colour) {
    const QFontMetrics metrics(font);
    const int least = line.left() + line.width() / 2;
    QStringList shown;
    int taken = 0;
    for (const QString& tag : tags) {
        const int width = metrics.horizontalAdvance(tag) + 2 * tagPadding + 4;
        const bool isLast = shown.size() + 1 == tags.size();
        const int rest = isLast ? 0 : metrics.horizontalAdvance(QStringLiteral("+99")) + 2 * tagPadding;
        if (line.right() - taken - width - rest < least) break;
        shown << tag;
        taken += width;
    }
    const auto hidden = tags.size() - shown.size();
    if (hidden > 0)
        shown << (shown.isEmpty() && hidden == 1 ? metrics.elidedText(tags.front(), Qt::ElideRight, 60)
                                                 : QStringLiteral("+%1").arg(hidden));
    for (auto tag = shown.crbegin(); tag != shown.crend(); ++tag) {
        line.setRight(line.right() - drawTag(painter, *tag, line.right(), line, font, colour));
    }
    return line;
}

}   // namespace

const RunRowDelegate::Heights& RunRowDelegate::heightsOf(const QFont& font) const {
    if (heights_.first == 0 || heights_.font != font) {
        heights_ = {font, QFontMetrics(font).height(), QFontMetrics(smallFont(font)).height(),
                    QFontMetrics(headingFont(font)).height() + 8};
    }
    return heights_;
}

int RunRowDelegate::headingHeight(const QFont& font, const QModelIndex& index) const {
    return index.data(RunTableModel::HeadingRole).toString().isEmpty() ? 0 : heightsOf(font).heading;
}

void RunRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QColor background = rowBackground(option);
    const QColor faint = faintTextOn(option.palette, background);
    const QFont small = smallFont(option.font);
    QRect card = option.rect;
    if (const QString heading = index.data(RunTableModel::HeadingRole).toString(); !heading.isEmpty()) {
        card.setTop(card.top() + heightsOf(option.font).heading);
        const QRect place(option.rect.left() + margin, option.rect.top() + 4, option.rect.width() - 2 * margin,
                          heightsOf(option.font).heading - 4);
        drawLine(*painter, place, headingFont(option.font),
                 faintTextOn(option.palette, option.palette.color(QPalette::Base)), heading);
    }
    painter->fillRect(card, background);

    const QRect row = card.adjusted(0, margin, -margin, -margin);
    const int firstHeight = heightsOf(option.font).first;
    const QRect mark(row.left() + margin, row.top() + (firstHeight - markSize) / 2, markSize, markSize);
    drawStatusMark(*painter, mark, markOf(index, option, background));

    QRect line(row.left() + markColumn, row.top(), row.width() - markColumn, firstHeight);
    if (index.data(RunTableModel::StarRole).toBool()) {
        drawStar(*painter, QRect(line.right() - starSize, line.top(), starSize, firstHeight),
                 readableOn(QColor(0xe69f00), background));
        line.setRight(line.right() - starSize - 4);
    }
    line = drawTags(*painter, line, index.data(RunTableModel::TagsRole).toStringList(), small, faint);
    drawName(*painter, line, option, index);

    QRect second(row.left() + markColumn, line.bottom() + 2, row.width() - markColumn, heightsOf(option.font).second);
    if (const QColor grave = findingColourOf(index, option); grave.isValid()) {
        const QString finding = index.data(RunTableModel::FindingTextRole).toString();
        drawLine(*painter, second, small, grave, finding);
        second.setLeft(second.left() + QFontMetrics(small).horizontalAdvance(finding + QStringLiteral("  ")));
    }
    drawLine(*painter, second, small, faint, index.data(RunTableModel::KeyNumbersRole).toString());
    drawFocus(*painter, option, card);
    painter->restore();
}

QSize RunRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Heights& heights = heightsOf(option.font);
    const int height = heights.first + 2 + heights.second + 2 * margin;
    return {markColumn + 120, height + headingHeight(option.font, index)};
}

void RunRowDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                          const QModelIndex& index) const {
    const int top = option.rect.top() + headingHeight(option.font, index) + 2;
    editor->setGeometry(option.rect.left() + markColumn - 4, top, option.rect.width() - markColumn,
                        editor->sizeHint().height());
}

}   // namespace overfit::ui
