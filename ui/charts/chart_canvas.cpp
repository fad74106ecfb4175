#include "ui/charts/chart_canvas.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleOptionFocusRect>
#include <QStylePainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace overfit::ui {

namespace {

constexpr double clickReach = 8.0;   // pixels beside a line that still mean the line
constexpr double zoomStep = 1.25;    // per notch of the wheel or key
constexpr double panStep = 0.1;      // of the visible range per key
constexpr double narrowest = 1e-7;   // of the whole range: beyond it doubles run out of digits

AxisRange places(AxisRange range, AxisScale scale) { return {toAxis(range.low, scale), toAxis(range.high, scale)}; }

bool tooNarrow(AxisRange range, AxisRange full, AxisScale scale) {
    const AxisRange place = places(range, scale), whole = places(full, scale);
    return place.high - place.low < narrowest * (whole.high - whole.low);
}

/// `range` kept inside `full` by moving it; nothing when it covers the whole.
std::optional<AxisRange> keptInside(AxisRange range, AxisRange full, AxisScale scale) {
    AxisRange place = places(range, scale);
    const AxisRange whole = places(full, scale);
    const double width = place.high - place.low;
    if (!std::isfinite(width) || width >= (whole.high - whole.low) * (1.0 - 1e-9)) return std::nullopt;
    if (place.low < whole.low) place = {whole.low, whole.low + width};
    if (place.high > whole.high) place = {whole.high - width, whole.high};
    return AxisRange{fromAxis(place.low, scale), fromAxis(place.high, scale)};
}

}   // namespace

ChartCanvas::ChartCanvas(ChartScene& scene, QWidget* parent) : QGraphicsView(&scene.scene(), parent), scene_(scene) {
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setRenderHint(QPainter::TextAntialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setInteractive(false);   // the scene's items need no mouse events of their own
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::CrossCursor);
}

void ChartCanvas::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    scene_.setPixelRatio(devicePixelRatioF());
    scene_.setSize(viewport()->size());
    Q_EMIT resized();
}

void ChartCanvas::paintEvent(QPaintEvent* event) {
    QGraphicsView::paintEvent(event);
    if (!hasFocus() || !isActiveWindow()) return;
    QStylePainter painter(viewport(), this);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.0));
    painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
}

void ChartCanvas::applyZoom(ChartZoom zoom) {
    const ChartGeometry& geometry = scene_.geometry();
    if (zoom.x && tooNarrow(*zoom.x, scene_.fullX(), geometry.xScale)) return;
    if (zoom.y && tooNarrow(*zoom.y, scene_.fullY(), geometry.yScale)) return;
    if (zoom.x) zoom.x = keptInside(*zoom.x, scene_.fullX(), geometry.xScale);
    if (zoom.y) zoom.y = keptInside(*zoom.y, scene_.fullY(), geometry.yScale);
    if (zoom == scene_.zoom()) return;
    scene_.setZoom(zoom);
    Q_EMIT zoomChanged();
}

void ChartCanvas::resetZoom() { applyZoom({}); }

void ChartCanvas::zoomAt(QPointF pointer, double factor, Direction direction) {
    const ChartGeometry& geometry = scene_.geometry();
    ChartZoom zoom = scene_.zoom();
    if (direction != Direction::Y) zoom.x = zoomedRange(geometry.x, geometry.xScale, geometry.valueAtX(pointer.x()), factor);
    if (direction != Direction::X) zoom.y = zoomedRange(geometry.y, geometry.yScale, geometry.valueAtY(pointer.y()), factor);
    applyZoom(zoom);
}

void ChartCanvas::zoomToBox(const QRectF& box) {
    const ChartGeometry& geometry = scene_.geometry();
    const QRectF inside = box.intersected(geometry.inner());
    if (inside.width() < 3.0 && inside.height() < 3.0) return;
    ChartZoom zoom = scene_.zoom();
    // A flat box means a stretch of one axis.
    if (inside.width() >= 3.0) zoom.x = AxisRange{geometry.valueAtX(inside.left()), geometry.valueAtX(inside.right())};
    if (inside.height() >= 3.0) zoom.y = AxisRange{geometry.valueAtY(inside.bottom()), geometry.valueAtY(inside.top())};
    applyZoom(zoom);
}

void ChartCanvas::pan(double shareX, double shareY) {
    const ChartGeometry& geometry = scene_.geometry();
    ChartZoom zoom = scene_.zoom();
    if (shareX != 0.0 && zoom.x) zoom.x = pannedRange(*zoom.x, geometry.xScale, shareX);
    if (shareY != 0.0 && zoom.y) zoom.y = pannedRange(*zoom.y, geometry.yScale, shareY);
    applyZoom(zoom);
}

void ChartCanvas::wheelEvent(QWheelEvent* event) {
    const QPoint delta = event->angleDelta();
    const double notches = (delta.y() != 0 ? delta.y() : delta.x()) / 120.0;   // Alt turns the wheel sideways
    if (notches == 0.0 || scene_.lines().empty()) {
        event->ignore();
        return;
    }
    const QPointF at = event->position();
    const QRectF& plot = scene_.geometry().plot;
    Direction direction = Direction::Both;
    if (at.x() < plot.left() || event->modifiers().testFlag(Qt::ControlModifier))
        direction = Direction::Y;
    else if (at.y() > plot.bottom() || event->modifiers().testFlag(Qt::ShiftModifier))
        direction = Direction::X;
    zoomAt(at, std::pow(zoomStep, -notches), direction);
    event->accept();
}

void ChartCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    pressed_ = event->position();
    dragging_ = false;
}

void ChartCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (pressed_ && (at - *pressed_).manhattanLength() >= QApplication::startDragDistance()) dragging_ = true;
    if (dragging_) {
        scene_.setPointer(std::nullopt);
        scene_.setRubberBand(QRectF(*pressed_, at).normalized().intersected(scene_.geometry().plot));
    } else {
        scene_.setPointer(at);
    }
    Q_EMIT pointerMoved();
}

void ChartCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !pressed_) return;
    const QPointF from = *std::exchange(pressed_, std::nullopt);
    scene_.setRubberBand(std::nullopt);
    if (std::exchange(dragging_, false)) {
        zoomToBox(QRectF(from, event->position()).normalized());
    } else if (const ChartLine* line = lineNear(scene_.lines(), scene_.geometry(), event->position(), clickReach)) {
        Q_EMIT lineClicked(line->runId);
    }
}

void ChartCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    pressed_.reset();
    if (event->button() == Qt::LeftButton) resetZoom();
}

bool ChartCanvas::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave) {   // a scroll area's viewport keeps this one from leaveEvent()
        scene_.setPointer(std::nullopt);
        Q_EMIT pointerMoved();
    }
    return QGraphicsView::viewportEvent(event);
}

/// The read-out at the next recorded place; from the middle of the chart where there is none yet.
void ChartCanvas::stepReadout(int direction) {
    const ChartGeometry& geometry = scene_.geometry();
    const QPointF centre = geometry.inner().center();
    const auto& readout = scene_.readout();
    std::optional<double> place;
    if (readout)
        place = nextPlace(scene_.lines(), readout->x, direction);
    else if (const auto at = readoutAt(scene_.lines(), scene_.content(), geometry, centre))
        place = at->x;
    if (!place) return;
    double y = centre.y();
    if (readout) {
        const auto nearest =
            std::find_if(readout->rows.begin(), readout->rows.end(), [](const auto& r) { return r.nearest; });
        if (nearest != readout->rows.end() && geometry.inner().contains(nearest->point)) y = nearest->point.y();
    }
    if (scene_.zoom().x && !(*place >= geometry.x.low && *place <= geometry.x.high)) pan(direction * 0.5, 0.0);
    scene_.setPointer(QPointF(scene_.geometry().sceneX(*place), y));
    if (scene_.readout()) Q_EMIT readoutStepped();
}

bool ChartCanvas::typedLetter(const QKeyEvent& event) {
    const Qt::KeyboardModifiers modifiers = event.modifiers();
    const bool plain = modifiers == Qt::NoModifier, shifted = modifiers == Qt::ShiftModifier;
    if (event.key() == Qt::Key_L && plain)
        Q_EMIT logYToggled();
    else if (event.key() == Qt::Key_L && shifted)
        Q_EMIT logXToggled();
    else if (event.key() == Qt::Key_S && plain)
        Q_EMIT smoothingCycled();
    else if (event.key() == Qt::Key_T && plain)
        Q_EMIT tableAsked();
    else
        return false;
    return true;
}

void ChartCanvas::keyPressEvent(QKeyEvent* event) {
    const QPointF centre = scene_.geometry().inner().center();
    const bool shifted = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
        case Qt::Key_Left: return shifted ? stepReadout(-1) : pan(-panStep, 0.0);
        case Qt::Key_Right: return shifted ? stepReadout(1) : pan(panStep, 0.0);
        case Qt::Key_Comma: return stepReadout(-1);
        case Qt::Key_Period: return stepReadout(1);
        case Qt::Key_Up: return pan(0.0, panStep);
        case Qt::Key_Down: return pan(0.0, -panStep);
        case Qt::Key_Plus:
        case Qt::Key_Equal: return zoomAt(centre, 1.0 / zoomStep, Direction::Both);
        case Qt::Key_Minus: return zoomAt(centre, zoomStep, Direction::Both);
        case Qt::Key_Home: return resetZoom();
        case Qt::Key_Escape:
            if (!pressed_ && !scene_.readout()) break;
            pressed_.reset();
            dragging_ = false;
            scene_.setRubberBand(std::nullopt);
            scene_.setPointer(std::nullopt);
            Q_EMIT pointerMoved();
            return;
        default:
            if (typedLetter(*event)) return;
            break;
    }
    event->ignore();
}

void ChartCanvas::contextMenuEvent(QContextMenuEvent* event) {
    if (!scene_.lines().empty()) Q_EMIT menuAsked(event->globalPos());
}

void ChartCanvas::focusInEvent(QFocusEvent* event) {
    QGraphicsView::focusInEvent(event);
    viewport()->update();
}

void ChartCanvas::focusOutEvent(QFocusEvent* event) {
    QGraphicsView::focusOutEvent(event);
    viewport()->update();
}

}   // namespace overfit::ui
