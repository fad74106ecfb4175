#pragma once

#include <QColor>
#include <QFontMetrics>
#include <QImage>
#include <QPalette>
#include <QString>
#include <cstdint>
#include <span>

class QPainter;

namespace overfit {
struct ImageShape;
}

namespace overfit::ui {

/// A training image with the label that it has and the one that the network is told.
struct LabelledThumbnail {
    QImage image;
    QString trueLabel, givenLabel;

    bool changed() const { return givenLabel != trueLabel; }
};

/// bytes: C x H x W. One channel is shown as grey, of several the first three as red, green and blue.
QImage imageFrom(const ImageShape& shape, std::span<const std::uint8_t> bytes);

/// What marks a changed label; contrast on the palette's window at least 4.5 : 1.
QColor changedColour(const QPalette& palette);

inline constexpr int thumbnailSide = 56;    // twice MNIST's 28 pixels: sharp at scale 1 and 2
inline constexpr int thumbnailWidth = 70;   // the least that a thumbnail and most labels need

/// A thumbnail with its given label and below it, where it differs, the true one struck through.
int thumbnailHeight(const QFontMetrics& metrics);

/// place: at least thumbnailWidth x thumbnailHeight(). A changed label is told by a folded corner and a frame, by weight and
/// by colour. Labels too long for their place are cut.
void paintThumbnail(QPainter& painter, const QRect& place, const LabelledThumbnail& thumbnail, const QPalette& palette);

/// Where an image will be.
void paintEmptyThumbnail(QPainter& painter, const QRect& place, const QPalette& palette);

}   // namespace overfit::ui
