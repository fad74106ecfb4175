#pragma once

#include "ui/library/status_mark.h"

#include <QColor>
#include <QFont>
#include <QRect>

class QModelIndex;
class QPainter;
class QStyleOptionViewItem;

namespace overfit::ui {

// What a run looks like in the list and in the table alike.

inline constexpr int markSize = 16;   // pixels, the status mark's side

/// A tint of the highlight rather than the full one: the run's own colour stays readable on it.
QColor rowBackground(const QStyleOptionViewItem& option);

/// The colour of the row's main text: fainter for an archived run.
QColor rowText(const QStyleOptionViewItem& option, const QModelIndex& index);

StatusMark markOf(const QModelIndex& index, const QStyleOptionViewItem& option, const QColor& background);

QFont smallFont(const QFont& font);

/// One line of text, shortened with "…" where there is no room.
void drawLine(QPainter& painter, const QRect& place, const QFont& font, const QColor& colour, const QString& text,
              Qt::TextElideMode elide = Qt::ElideRight);

/// Where a run's name and what tells it from others of its name stand in a line; the name gives way first.
struct NamePlaces {
    QRect name, suffix;
};
NamePlaces namePlaces(const QRect& line, const QFont& font, const QString& name, const QString& suffix);

void drawName(QPainter& painter, const QRect& line, const QStyleOptionViewItem& option, const QModelIndex& index);

/// A five-pointed star that fills the square in the middle of `place`.
void drawStar(QPainter& painter, const QRect& place, const QColor& colour);

/// The frame around the current row.
void drawFocus(QPainter& painter, const QStyleOptionViewItem& option, const QRect& row);

/// Of a row with a warning or an error of its audit; invalid for others.
QColor findingColourOf(const QModelIndex& index, const QStyleOptionViewItem& option);

}   // namespace overfit::ui
