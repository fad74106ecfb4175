#include "ui/charts/chart_scene.h"

#include "core/analysis/smoothing.h"
#include "ui/charts/chart_band.h"
#include "ui/charts/curve_thinning.h"

#include <QCoreApplication>
#include <QGraphicsItem>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace overfit::ui {

namespace {

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

}   // namespace

QString lineKey(const ChartLine& line) {
    return line.runId + u'\n' +
           QString::fromUtf8(line.metric->name.data(), static_cast<qsizetype>(line.metric->name.size()));
}

/// A layer of the picture: a function that paints the whole scene.
class ChartScene::Layer : public QGraphicsItem {
public:
    Layer(QGraphicsScene& scene, double z, std::function<void(QPainter&)> paint) : paint_(std::move(paint)) {
        setZValue(z);
        scene.addItem(this);
    }
    QRectF boundingRect() const override { return scene()->sceneRect(); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override { paint_(*painter); }
    void sceneResized() { prepareGeometryChange(); }

private:
    std::function<void(QPainter&)> paint_;
};

ChartScene::ChartScene() {
    scene_.setItemIndexMethod(QGraphicsScene::NoIndex);
    scene_.setSceneRect(0, 0, 1, 1);   // a scene without one asks its layers for their size, and they ask it for its own
    scene_.addItem(series_.chart());
    below_ = new Layer(scene_, -1.0, [this](QPainter& painter) { paintBelowCurves(painter, frame_); });
    above_ = new Layer(scene_, 1.0, [this](QPainter& painter) { paintAboveCurves(painter, frame_); });
    overlay_ = new Layer(scene_, 2.0, [this](QPainter& painter) {
        painter.setFont(frame_.font);
        if (readout_ && pointer_) paintReadout(painter, *readout_, frame_.geometry, frame_.theme, *pointer_);
        if (band_) {
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.setPen(QPen(frame_.theme.faintText, 1.0));
            painter.setBrush(faded(frame_.theme.text, 0.08));
            painter.drawRect(*band_);
        }
    });
    frame_.theme = paperTheme();
    setSize({400.0, 260.0});
}

ChartScene::~ChartScene() = default;

void ChartScene::setContent(ChartContent content) {
    // Ranges of another kind of axis mean nothing here.
    if (content.axis != content_.axis || content.logX != content_.logX) zoom_.x.reset();
    if (content.unit != content_.unit || content.logY != content_.logY) zoom_.y.reset();
    content_ = std::move(content);
    lines_.clear();
    for (const ChartLine& line : content_.lines) {
        ShownLine shown{.line = &line, .smoothed = {}, .visible = !hidden_.contains(lineKey(line))};
        if (content_.smoothing > 0.0) shown.smoothed = smoothed(line.curve.y, content_.smoothing);
        lines_.push_back(std::move(shown));
    }
    rebuild();
}

void ChartScene::setHiddenLines(const QSet<QString>& keys) {
    hidden_ = keys;
    for (ShownLine& shown : lines_) shown.visible = !hidden_.contains(lineKey(*shown.line));
    rebuild();
}

void ChartScene::setZoom(const ChartZoom& zoom) {
    if (zoom == zoom_) return;
    zoom_ = zoom;
    rebuild();
}

void ChartScene::setSize(QSizeF size) {
    if (size == frame_.size) return;
    frame_.size = size;
    for (Layer* layer : {below_, above_, overlay_}) layer->sceneResized();
    scene_.setSceneRect(QRectF(QPointF(), size));
    rebuild();
}

void ChartScene::setLook(const ChartTheme& theme, const QFont& font) {
    frame_.theme = theme;
    frame_.font = font;
    rebuild();
}

void ChartScene::setPointer(std::optional<QPointF> pointer) {
    pointer_ = pointer;
    findReadout();
    overlay_->update();
}

void ChartScene::setRubberBand(std::optional<QRectF> band) {
    band_ = band;
    overlay_->update();
}

int ChartScene::drawnPieces(const QString& key) const { return pieces_.value(key); }

void ChartScene::rebuild() {
    findFullRanges();
    buildFrame();
    series_.setGeometry(frame_.geometry, frame_.size);
    buildCurves();
    findReadout();
    for (Layer* layer : {below_, above_, overlay_}) layer->update();
}

void ChartScene::findFullRanges() {
    const AxisScale xScale = scaleOf(content_.logX), yScale = scaleOf(content_.logY);
    Extent x, y;
    for (const ShownLine& shown : lines_) {
        const Curve& curve = shown.line->curve;
        // x of hidden lines too: a chart does not jump sideways when a line is switched off.
        for (const double value : curve.x) x.add(value, xScale);
        if (!shown.visible) continue;
        for (const double value : curve.y) y.add(value, yScale);
        // A share's spread may reach beyond 100 %, its axis not.
        if (!shown.line->band || content_.unit == MetricUnit::Fraction) continue;
        for (const double value : shown.line->band->low) y.add(value, yScale);
        for (const double value : shown.line->band->high) y.add(value, yScale);
    }
    for (const ReferenceLine& reference : content_.references) y.add(reference.y, yScale);
    if (content_.atLeastX) x.include(*content_.atLeastX, xScale);
    if (content_.atLeastY) y.include(*content_.atLeastY, yScale);
    fullX_ = x.empty() ? steppedRange({1.0, 10.0}, xScale) : steppedRange({x.low, x.high}, xScale);
    fullY_ = y.empty() ? steppedRange({0.1, 1.0}, yScale) : steppedRange({y.low, y.high}, yScale);
    // A share of a whole: the honest scale is all of it.
    const bool share = content_.unit == MetricUnit::Fraction && (y.empty() || y.high <= 1.0);
    if (share && yScale == AxisScale::Linear) fullY_ = {std::min(0.0, fullY_.low), 1.0};
    if (share && yScale == AxisScale::Log) fullY_ = {std::min(fullY_.low, 0.5), 1.0};
}

void ChartScene::buildFrame() {
    frame_.geometry.x = zoom_.x.value_or(fullX_);
    frame_.geometry.y = zoom_.y.value_or(fullY_);
    frame_.geometry.xScale = scaleOf(content_.logX);
    frame_.geometry.yScale = scaleOf(content_.logY);
    frame_.references = content_.references;
    frame_.marks = content_.marks;
    frame_.emptyText = content_.lines.empty() ? content_.emptyText : QString();
    frame_.note = content_.smoothing > 0.0
                      ? QCoreApplication::translate("overfit::ui::Chart", "smoothed %1").arg(content_.smoothing, 0, 'f', 2)
                      : QString();
    layOutFrame(frame_, content_);
}

void ChartScene::buildCurves() {
    const ChartGeometry& geometry = frame_.geometry;
    const ThinningView view{.x = geometry.drawnX(),
                            .y = geometry.drawnY(),
                            .xScale = geometry.xScale,
                            .yScale = geometry.yScale,
                            .columns = std::max(1, static_cast<int>(geometry.plot.width()))};
    std::vector<DrawnLine> raw, drawn;   // raw lines below all smoothed ones
    pieces_.clear();
    frame_.dots.clear();
    frame_.dropped.clear();
    frame_.bands.clear();
    int outsideX = 0;
    for (const ShownLine& shown : lines_) {
        if (!shown.visible) continue;
        const ChartLine& line = *shown.line;
        const QColor colour = readableOn(line.colour, frame_.theme.background);
        const bool split = line.metric->quantity == MetricQuantity::Clean ||
                           line.metric->quantity == MetricQuantity::Corrupted ||
                           line.metric->quantity == MetricQuantity::CorruptedAsTrue;
        const QPen pen = curvePen(colour, line.metric->quantity, split ? 1.2 : curveWidth);
        const ThinnedCurve thinned = thinCurve(line.curve.x, line.curve.y, view);
        if (line.band) addBand(shown, faded(colour, bandOpacity));
        int& pieces = pieces_[lineKey(line)];
        const bool averaged = !shown.smoothed.empty();
        for (const QList<QPointF>& points : thinned.segments) {
            if (averaged)
                raw.push_back({QPen(faded(colour, rawOpacity), 1.0), points});
            else
                drawn.push_back({pen, points});
            ++pieces;
        }
        if (averaged) {
            for (QList<QPointF>& points : thinCurve(line.curve.x, shown.smoothed, view).segments) {
                drawn.push_back({pen, std::move(points)});
                ++pieces;
            }
        }
        for (const QPointF dot : thinned.dots) frame_.dots.push_back({dot, colour});
        for (const double x : thinned.droppedX) frame_.dropped.push_back({{x, 0.0}, colour});
        pieces += static_cast<int>(thinned.dots.size());
        outsideX = std::max(outsideX, thinned.droppedBeforeX);
    }
    if (outsideX > 0) {
        const QString hint = QCoreApplication::translate("overfit::ui::Chart", "0 is left of a log axis");
        frame_.note = frame_.note.isEmpty() ? hint : hint + QStringLiteral(" · ") + frame_.note;
    }
    raw.insert(raw.end(), std::make_move_iterator(drawn.begin()), std::make_move_iterator(drawn.end()));
    series_.setLines(raw);
}

void ChartScene::addBand(const ShownLine& shown, const QColor& colour) {
    ChartBand band = *shown.line->band;
    if (!shown.smoothed.empty()) band = {smoothed(band.low, content_.smoothing), smoothed(band.high, content_.smoothing)};
    for (QPolygonF& outline : bandOutlines(shown.line->curve.x, band, frame_.geometry)) {
        frame_.bands.push_back({std::move(outline), colour});
    }
}

void ChartScene::findReadout() {
    readout_ = pointer_ ? readoutAt(lines_, content_, frame_.geometry, *pointer_) : std::nullopt;
}

}   // namespace overfit::ui
