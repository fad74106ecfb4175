#include "ui/charts/chart_scene.h"

#include <QGraphicsItem>
#include <functional>

namespace overfit::ui {

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
    below_ = new Layer(scene_, -1.0, [this](QPainter& painter) { paintBelowCurves(painter, picture_.frame); });
    above_ = new Layer(scene_, 1.0, [this](QPainter& painter) { paintAboveCurves(painter, picture_.frame); });
    overlay_ = new Layer(scene_, 2.0, [this](QPainter& painter) {
        const ChartFrame& frame = picture_.frame;
        painter.setFont(frame.font);
        if (readout_ && pointer_) paintReadout(painter, *readout_, frame.geometry, frame.theme, *pointer_);
        if (band_) {
            QColor fill = frame.theme.text;
            fill.setAlphaF(0.08F);
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.setPen(QPen(frame.theme.faintText, 1.0));
            painter.setBrush(fill);
            painter.drawRect(*band_);
        }
    });
    setSize(view_.size);
}

ChartScene::~ChartScene() = default;

void ChartScene::setContent(ChartContent content) {
    // Ranges of another kind of axis mean nothing here.
    if (content.axis != content_.axis || content.logX != content_.logX) view_.zoom.x.reset();
    if (content.unit != content_.unit || content.logY != content_.logY) view_.zoom.y.reset();
    content_ = std::move(content);
    lines_ = shownLines(content_, hidden_);
    rebuild();
}

void ChartScene::setHiddenLines(const QSet<QString>& keys) {
    hidden_ = keys;
    for (ShownLine& shown : lines_) shown.visible = !hidden_.contains(lineKey(*shown.line));
    rebuild();
}

void ChartScene::setZoom(const ChartZoom& zoom) {
    if (zoom == view_.zoom) return;
    view_.zoom = zoom;
    rebuild();
}

void ChartScene::setSize(QSizeF size) {
    if (size == scene_.sceneRect().size()) return;
    view_.size = size;
    for (Layer* layer : {below_, above_, overlay_}) layer->sceneResized();
    scene_.setSceneRect(QRectF(QPointF(), size));
    rebuild();
}

void ChartScene::setLook(const ChartTheme& theme, const QFont& font) {
    view_.theme = theme;
    view_.font = font;
    rebuild();
}

void ChartScene::setCornerWidth(double width) {
    if (view_.cornerWidth == width) return;
    view_.cornerWidth = width;
    rebuild();
}

void ChartScene::setPixelRatio(double ratio) {
    if (view_.devicePixel == 1.0 / ratio) return;
    view_.devicePixel = 1.0 / ratio;
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

void ChartScene::rebuild() {
    picture_ = layOutChart(content_, lines_, view_);
    series_.setGeometry(picture_.frame.geometry, picture_.frame.size);
    series_.setLines(picture_.lines);
    findReadout();
    for (Layer* layer : {below_, above_, overlay_}) layer->update();
}

void ChartScene::findReadout() { readout_ = pointer_ ? readoutAt(lines_, content_, geometry(), *pointer_) : std::nullopt; }

}   // namespace overfit::ui
