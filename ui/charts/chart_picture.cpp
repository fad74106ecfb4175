#include "ui/charts/chart_picture.h"

#include "core/analysis/smoothing.h"
#include "core/exports/left_out.h"
#include "ui/charts/chart_band.h"
#include "ui/charts/curve_thinning.h"
#include "ui/charts/reference_labels.h"

#include <QCoreApplication>
#include <QPolygonF>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace overfit::ui {

namespace {

constexpr double markerSpacing = 90.0;   // between two markers of a line
constexpr int crowd = 24;                // lines from which a screen shows them one device pixel thin
constexpr double lineClearance = 12.0;   // between markers of two runs, where their lines run together

/// The finite values seen so far; of a log axis only those above zero.
struct Extent {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double value, AxisScale scale) {
        if (!std::isfinite(value) || (scale == AxisScale::Log && value <= 0.0)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    void include(AxisRange range, AxisScale scale) {
        add(range.low, scale);
        add(range.high, scale);
    }
    bool empty() const { return low > high; }
};

AxisScale scaleOf(bool log) { return log ? AxisScale::Log : AxisScale::Linear; }

QColor faded(QColor colour, double opacity) {
    colour.setAlphaF(static_cast<float>(opacity));
    return colour;
}

void findFullRanges(ChartPicture& picture, const ChartContent& content, std::span<const ShownLine> lines) {
    const AxisScale xScale = scaleOf(content.logX), yScale = scaleOf(content.logY);
    Extent x, y;
    for (const ShownLine& shown : lines) {
        const Curve& curve = shown.line->curve;
        // x of hidden lines too: a chart does not jump sideways when a line is switched off.
        for (const double value : curve.x) x.add(value, xScale);
        if (!shown.visible) continue;
        for (const double value : curve.y) y.add(value, yScale);
        // A share's spread may reach beyond 100 %, its axis not.
        if (!shown.line->band || content.unit == MetricUnit::Fraction) continue;
        for (const double value : shown.line->band->low) y.add(value, yScale);
        for (const double value : shown.line->band->high) y.add(value, yScale);
    }
    if (content.atLeastX) x.include(*content.atLeastX, xScale);
    if (content.atLeastY) y.include(*content.atLeastY, yScale);
    for (const ReferenceLine& reference : content.references) y.add(reference.y, yScale);
    picture.fullX = x.empty() ? steppedRange({1.0, 10.0}, xScale) : steppedRange({x.low, x.high}, xScale);
    picture.fullY = y.empty() ? steppedRange({0.1, 1.0}, yScale) : steppedRange({y.low, y.high}, yScale);
    // A share of a whole: the honest scale is all of it.
    const bool share = content.unit == MetricUnit::Fraction && (y.empty() || y.high <= 1.0);
    if (share && yScale == AxisScale::Linear) picture.fullY = {std::min(0.0, picture.fullY.low), 1.0};
    if (share && yScale == AxisScale::Log) picture.fullY = {std::min(picture.fullY.low, 0.5), 1.0};
}

QStringList notesOf(const ChartContent& content, std::span<const ShownLine> lines) {
    QStringList notes;
    LeftOut left;
    for (const ShownLine& shown : lines) {
        if (shown.visible) left.add(shown.line->curve.x, shown.line->curve.y, content.logX, content.logY);
    }
    if (const std::string text = left_out_text(left, content.axis); !text.empty()) notes << QString::fromStdString(text);
    if (content.smoothing > 0.0)
        notes << QCoreApplication::translate("overfit::ui::Chart", "smoothed %1").arg(content.smoothing, 0, 'f', 2);
    return notes;
}

void buildFrame(ChartPicture& picture, const ChartContent& content, std::span<const ShownLine> lines,
                const ChartView& view) {
    ChartFrame& frame = picture.frame;
    frame.size = view.size;
    frame.font = view.font;
    frame.theme = view.theme;
    frame.cornerWidth = view.cornerWidth;
    frame.geometry.x = view.zoom.x.value_or(picture.fullX);
    frame.geometry.y = view.zoom.y.value_or(picture.fullY);
    frame.geometry.xScale = scaleOf(content.logX);
    frame.geometry.yScale = scaleOf(content.logY);
    frame.references = content.references;
    for (const ChartMark& mark : content.marks) {   // with the last line of a run its mark goes too
        const auto of = [&mark](const ShownLine& shown) { return shown.line->runId == mark.runId; };
        const bool hidden = std::any_of(lines.begin(), lines.end(), of) &&
                            std::none_of(lines.begin(), lines.end(), [&](const auto& l) { return l.visible && of(l); });
        if (!hidden) frame.marks.push_back(mark);
    }
    frame.emptyText = content.lines.empty() ? content.emptyText : QString();
    frame.notes = notesOf(content, lines);
    layOutFrame(frame, content);
}

/// Markers along a drawn piece, at places that differ from run to run, so that lines on top of each other show both.
void addMarkers(ChartFrame& frame, const QList<QPointF>& points, int place, int runs, const QColor& colour) {
    const double shift = std::max(lineClearance, markerSpacing / runs) * place;
    double next = frame.geometry.inner().left() + 20.0 + std::fmod(shift, markerSpacing);
    for (qsizetype i = 0; i + 1 < points.size(); ++i) {
        const double from = frame.geometry.scenePoint(points[i]).x(), to = frame.geometry.scenePoint(points[i + 1]).x();
        while (next < from) next += markerSpacing;
        for (; next <= to && to > from; next += markerSpacing) {
            const double at = (next - from) / (to - from);
            frame.markers.push_back({points[i] + at * (points[i + 1] - points[i]), colour, place});
        }
    }
}

void addBand(ChartFrame& frame, const ShownLine& shown, double smoothing, const QColor& colour) {
    ChartBand band = *shown.line->band;
    if (!shown.smoothed.empty()) band = {smoothed(band.low, smoothing), smoothed(band.high, smoothing)};
    for (QPolygonF& outline : bandOutlines(shown.line->curve.x, band, frame.geometry)) {
        frame.bands.push_back({std::move(outline), faded(colour, bandOpacity)});
    }
}

bool isThin(MetricQuantity quantity) {
    return quantity == MetricQuantity::Clean || quantity == MetricQuantity::Corrupted ||
           quantity == MetricQuantity::CorruptedAsTrue;
}

/// Of a curve's line. The raster engine draws lines of one device pixel twenty times faster than wider dashed ones: fifty
/// runs zoom without a stutter, and stand apart better.
double widthOf(MetricQuantity quantity, bool crowded, const ChartView& view) {
    if (crowded && view.devicePixel > 0.0) return view.devicePixel;
    return isThin(quantity) ? 1.2 : curveWidth;
}

void buildCurves(ChartPicture& picture, const ChartContent& content, std::span<const ShownLine> lines,
                 const ChartView& chart) {
    ChartFrame& frame = picture.frame;
    const ChartGeometry& geometry = frame.geometry;
    const ThinningView view{.x = geometry.drawnX(),
                            .y = geometry.drawnY(),
                            .xScale = geometry.xScale,
                            .yScale = geometry.yScale,
                            .columns = std::max(1, static_cast<int>(geometry.plot.width()))};
    const std::vector<QString> runs = chart.markers ? runsOf(content) : std::vector<QString>{};
    const bool crowded = std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.visible; }) > crowd;
    std::vector<DrawnLine> drawn;
    for (const ShownLine& shown : lines) {
        if (!shown.visible) continue;
        const ChartLine& line = *shown.line;
        const QColor colour = readableOn(line.colour, frame.theme.background);
        const QPen pen = curvePen(colour, line.metric->quantity, widthOf(line.metric->quantity, crowded, chart));
        ThinnedCurve thinned = thinCurve(line.curve.x, line.curve.y, view);
        if (line.band) addBand(frame, shown, content.smoothing, colour);
        int& pieces = picture.pieces[lineKey(line)];
        const bool averaged = !shown.smoothed.empty();
        const std::size_t first = drawn.size();
        for (QList<QPointF>& points : thinned.segments) {
            if (!averaged)
                drawn.push_back({pen, std::move(points)});
            else if (chart.raw)
                picture.lines.push_back({QPen(faded(colour, rawOpacity), 1.0), std::move(points)});
            ++pieces;
        }
        if (averaged) {
            for (QList<QPointF>& points : thinCurve(line.curve.x, shown.smoothed, view).segments) {
                drawn.push_back({pen, std::move(points)});
                ++pieces;
            }
        }
        if (runs.size() > 1) {
            const auto place = static_cast<int>(std::find(runs.begin(), runs.end(), line.runId) - runs.begin());
            for (std::size_t i = first; i < drawn.size(); ++i)
                addMarkers(frame, drawn[i].points, place, static_cast<int>(runs.size()), colour);
        }
        for (const QPointF dot : thinned.dots) frame.dots.push_back({dot, colour});
        for (const double x : thinned.droppedX) frame.dropped.push_back({{x, 0.0}, colour});
        pieces += static_cast<int>(thinned.dots.size());
    }
    picture.lines.insert(picture.lines.end(), std::make_move_iterator(drawn.begin()), std::make_move_iterator(drawn.end()));
}

}   // namespace

ChartPicture layOutChart(const ChartContent& content, std::span<const ShownLine> lines, const ChartView& view) {
    ChartPicture picture;
    findFullRanges(picture, content, lines);
    buildFrame(picture, content, lines, view);
    buildCurves(picture, content, lines, view);
    placeReferenceLabels(picture);
    return picture;
}

void paintChart(QPainter& painter, const ChartPicture& picture) {
    paintBelowCurves(painter, picture.frame);
    painter.setBrush(Qt::NoBrush);
    for (const DrawnLine& line : picture.lines) {
        QPolygonF points;
        points.reserve(line.points.size());
        for (const QPointF& place : line.points) points << picture.frame.geometry.scenePoint(place);
        painter.setPen(line.pen);
        painter.drawPolyline(points);
    }
    paintAboveCurves(painter, picture.frame);
}

}   // namespace overfit::ui
