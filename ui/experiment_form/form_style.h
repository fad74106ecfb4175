#pragma once

#include <QColor>
#include <QFont>
#include <QFontMetrics>
#include <QPalette>
#include <QRect>
#include <QString>

class QPainter;

namespace overfit::ui {

/// The form's few colours, derived from the palette so that light, dark and custom themes all work.
enum class Tone { Muted, Problem };

/// Contrast on the window's background is at least 4.5 : 1 in both themes.
QColor toneColour(const QPalette& palette, Tone tone);

/// Words that follow from the values before a wrong one, marked as such.
QString ofLastGoodValues(const QString& words);

/// The bar beside a value that differs from its default.
QColor markColour(const QPalette& palette);

/// Thin lines between sections and around the schedule curve.
QColor lineColour(const QPalette& palette);

/// For notes and problems: a little smaller than the font of the controls.
QFont noteFont(const QFont& base);

/// How wide the labels of preset and name have to be, which stand above one another.
int topLabelWidth(const QFontMetrics& font);

/// The mark's place at the left of a row whose first line occupies `line`.
QRectF markBar(const QRect& line);

/// A small arrow that points down when what it stands for is open, else to the right; with the painter's pen.
void paintArrow(QPainter& painter, QPointF centre, bool open);

/// Distances of the form in device-independent pixels, in one place so that all rows align.
namespace metrics {
inline constexpr int margin = 6;          // left of all rows
inline constexpr int indent = 10;         // labels, notes and problems start here; the mark stands left of it
inline constexpr int gap = 7;             // between label, control and revert button
inline constexpr int revertSide = 20;     // the revert button is a square
inline constexpr int rowSpacing = 7;      // between two rows
inline constexpr int noteSpacing = 3;     // between a row and its note
inline constexpr int labelStretch = 33;   // label : control = 33 : 47, the same in all rows
inline constexpr int controlStretch = 47;
inline constexpr int topLabelStretch = 4;   // preset and name: long texts, short labels
inline constexpr int topControlStretch = 16;
}   // namespace metrics

}   // namespace overfit::ui
