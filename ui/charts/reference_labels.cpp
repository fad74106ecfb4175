#include "ui/charts/reference_labels.h"

#include <QFontMetricsF>
#include <QLineF>
#include <algorithm>
#include <limits>

namespace overfit::ui {

namespace {

constexpr double gap = 3.0;       // between the line and its words
constexpr double besides = 6.0;   // between the words and the plot's edge
constexpr double clearance = 2.0;
constexpr int columns = 4, rows = 3;   // of places to the left of the first and away from the line

/// Beside the line in a plot too small for a whole place: cut to its width and over the line, if need be.
QRectF tightPlace(const QRectF& plot, double y, QSizeF words) {
    const double width = std::min(words.width(), plot.width());
    const double top = std::max(plot.top(), std::min(y + gap, plot.bottom() - words.height()));
    return {std::max(plot.left(), plot.right() - besides - width), top, width, words.height()};
}

/// In the order in which they are liked; at least one.
std::vector<QRectF> placesOf(const QRectF& plot, double y, QSizeF words) {
    std::vector<QRectF> places;
    for (int column = 0; column < columns; ++column) {
        const double left = plot.right() - words.width() - besides - column * plot.width() / (2.0 * columns);
        for (const double direction : {1.0, -1.0}) {
            for (int row = 0; row < rows; ++row) {
                const double away = gap + row * words.height() / 2.0;
                const double top = direction > 0 ? y + away : y - away - words.height();
                const QRectF place({left, top}, words);
                if (place.left() >= plot.left() && place.top() >= plot.top() && place.bottom() <= plot.bottom())
                    places.push_back(place);
            }
        }
    }
    if (places.empty()) places.push_back(tightPlace(plot, y, words));
    return places;
}

/// Whether any of the line lies in the box: what is left of it between each pair of parallel edges.
bool crosses(const QLineF& line, const QRectF& box) {
    double from = 0.0, to = 1.0;
    const auto cut = [&](double start, double step, double low, double high) {
        if (step == 0.0) return start >= low && start <= high;
        const double first = (low - start) / step, second = (high - start) / step;
        from = std::max(from, std::min(first, second));
        to = std::min(to, std::max(first, second));
        return from <= to;
    };
    return cut(line.x1(), line.dx(), box.left(), box.right()) && cut(line.y1(), line.dy(), box.top(), box.bottom());
}

/// The parts of curves that any of the places may meet.
std::vector<QLineF> curvesIn(const ChartPicture& picture, const QRectF& area) {
    std::vector<QLineF> parts;
    for (const DrawnLine& line : picture.lines) {
        for (qsizetype i = 0; i + 1 < line.points.size(); ++i) {
            const QLineF part(picture.frame.geometry.scenePoint(line.points[i]),
                              picture.frame.geometry.scenePoint(line.points[i + 1]));
            if (crosses(part, area)) parts.push_back(part);
        }
    }
    return parts;
}

QRectF freest(const std::vector<QRectF>& places, const ChartPicture& picture) {
    QRectF area;
    for (const QRectF& place : places) area |= place;
    const std::vector<QLineF> curves = curvesIn(picture, area);
    QRectF best;
    auto fewest = std::numeric_limits<std::ptrdiff_t>::max();
    for (const QRectF& place : places) {
        const QRectF box = place.adjusted(-clearance, -clearance, clearance, clearance);
        const auto crossing = std::ranges::count_if(curves, [&](const QLineF& line) { return crosses(line, box); });
        if (crossing >= fewest) continue;
        best = place;
        fewest = crossing;
        if (fewest == 0) break;
    }
    return best;
}

}   // namespace

void placeReferenceLabels(ChartPicture& picture) {
    ChartFrame& frame = picture.frame;
    const QFontMetricsF metrics(frame.font);
    const QRectF& plot = frame.geometry.plot;
    for (const ReferenceLine& reference : frame.references) {
        const double y = frame.geometry.sceneY(reference.y);
        const bool isSeen = y >= plot.top() && y <= plot.bottom();
        const QSizeF words(metrics.horizontalAdvance(reference.label), metrics.height());
        const QRectF place = isSeen ? freest(placesOf(plot, y, words), picture) : QRectF();
        frame.referenceLabels.push_back({place, metrics.elidedText(reference.label, Qt::ElideRight, place.width() + 1.0)});
    }
}

}   // namespace overfit::ui
