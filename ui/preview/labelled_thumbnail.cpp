#include "ui/preview/labelled_thumbnail.h"

#include "core/data/dataset.h"

#include <QPainter>
#include <QPainterPath>

namespace overfit::ui {

namespace {

constexpr int labelGap = 3;      // between image and label
constexpr int labelMargin = 1;   // left and right of a label
constexpr double frameWidth = 2;
constexpr double foldSide = 15;

QRect imagePlace(const QRect& place) {
    return {place.left() + (place.width() - thumbnailSide) / 2, place.top(), thumbnailSide, thumbnailSide};
}

/// Sharp where a pixel of the image becomes whole pixels of the screen; smooth where it cannot.
void paintImage(QPainter& painter, const QRect& place, const QImage& image) {
    const int pixels = qRound(thumbnailSide * painter.device()->devicePixelRatioF());
    const bool whole = image.width() > 0 && pixels % image.width() == 0 && pixels % image.height() == 0;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !whole);
    painter.drawImage(place, image);
}

void paintMark(QPainter& painter, const QRectF& image, const QPalette& palette) {
    const QColor colour = changedColour(palette);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, frameWidth, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    const double inset = frameWidth / 2;
    painter.drawRect(image.adjusted(inset, inset, -inset, -inset));
    QPainterPath fold(image.topRight());
    fold.lineTo(image.topRight() - QPointF(foldSide, 0));
    fold.lineTo(image.topRight() + QPointF(0, foldSide));
    fold.closeSubpath();
    painter.fillPath(fold, colour);
    // A thin edge, so that the corner stands out from a bright image, too.
    painter.setPen(QPen(palette.color(QPalette::Window), 1.5));
    painter.drawLine(image.topRight() - QPointF(foldSide, -0.5), image.topRight() + QPointF(-0.5, foldSide));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintLabel(QPainter& painter, const QRect& line, const QString& label) {
    const QString fitting = painter.fontMetrics().elidedText(label, Qt::ElideRight, line.width());
    painter.drawText(line, Qt::AlignHCenter | Qt::AlignTop | Qt::TextSingleLine, fitting);
}

}   // namespace

QImage imageFrom(const ImageShape& shape, std::span<const std::uint8_t> bytes) {
    const auto width = static_cast<std::size_t>(shape.width);
    const std::size_t plane = static_cast<std::size_t>(shape.height) * width;
    const std::size_t green = shape.channels < 3 ? 0 : plane;
    QImage image(shape.width, shape.height, QImage::Format_RGB32);
    for (int y = 0; y < shape.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        const std::size_t first = static_cast<std::size_t>(y) * width;
        for (std::size_t x = 0; x < width; ++x) {
            const std::size_t at = first + x;
            line[x] = qRgb(bytes[at], bytes[at + green], bytes[at + 2 * green]);
        }
    }
    return image;
}

QColor changedColour(const QPalette& palette) {
    const bool dark = palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
    return dark ? QColor(0xf5, 0xa0, 0x5a) : QColor(0xae, 0x4b, 0x00);   // Okabe and Ito's vermilion, lighter and darker
}

int thumbnailHeight(const QFontMetrics& metrics) { return thumbnailSide + labelGap + 2 * metrics.height(); }

void paintThumbnail(QPainter& painter, const QRect& place, const LabelledThumbnail& thumbnail, const QPalette& palette) {
    const QRect image = imagePlace(place);
    painter.save();
    paintImage(painter, image, thumbnail.image);
    if (thumbnail.changed()) paintMark(painter, image, palette);
    QFont font = painter.font();
    QRect line(place.left() + labelMargin, image.bottom() + 1 + labelGap, place.width() - 2 * labelMargin,
               painter.fontMetrics().height());
    font.setBold(thumbnail.changed());
    painter.setFont(font);
    painter.setPen(thumbnail.changed() ? changedColour(palette) : palette.color(QPalette::WindowText));
    paintLabel(painter, line, thumbnail.givenLabel);
    if (thumbnail.changed()) {
        font.setBold(false);
        font.setStrikeOut(true);
        painter.setFont(font);
        painter.setPen(palette.color(QPalette::PlaceholderText));
        line.translate(0, line.height());
        paintLabel(painter, line, thumbnail.trueLabel);
    }
    painter.restore();
}

void paintEmptyThumbnail(QPainter& painter, const QRect& place, const QPalette& palette) {
    painter.fillRect(imagePlace(place), palette.color(QPalette::Midlight));
}

}   // namespace overfit::ui
