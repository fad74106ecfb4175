#pragma once

#include "ui/charts/chart_scene.h"

#include <QGraphicsView>
#include <QPoint>
#include <optional>

namespace overfit::ui {

/// The picture of a chart under mouse and keyboard: turns gestures into zooms, clicks and read-outs. Changes only the zoom
/// and the pointer of its scene; what concerns others goes out as signals.
class ChartCanvas : public QGraphicsView {
    Q_OBJECT
public:
    explicit ChartCanvas(ChartScene& scene, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {420, 260}; }
    QSize minimumSizeHint() const override { return {180, 120}; }

Q_SIGNALS:
    void zoomChanged();   // by the reader, also back to the whole
    void lineClicked(const QString& runId);
    void logYToggled();          // key l
    void logXToggled();          // key Shift+L
    void smoothingCycled();      // key s
    void tableAsked();           // key t
    void readoutStepped();       // the read-out was moved from the keyboard
    void menuAsked(QPoint at);   // in global coordinates
    void resized();
    void pointerMoved();   // the read-out changed by the pointer, or went

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Direction { X, Y, Both };

    void zoomAt(QPointF pointer, double factor, Direction direction);
    void zoomToBox(const QRectF& box);
    void pan(double shareX, double shareY);
    void applyZoom(ChartZoom zoom);
    void resetZoom();
    void stepReadout(int direction);
    bool typedLetter(const QKeyEvent& event);

    ChartScene& scene_;
    std::optional<QPointF> pressed_;
    bool dragging_ = false;
};

}   // namespace overfit::ui
