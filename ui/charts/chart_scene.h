#pragma once

#include "ui/charts/chart_picture.h"
#include "ui/charts/chart_readout.h"
#include "ui/charts/chart_series.h"

#include <QGraphicsScene>
#include <QSet>
#include <optional>

namespace overfit::ui {

/// One chart on the screen: the picture's curves by Qt Charts, its frame, read-out and rubber band.
class ChartScene {
public:
    ChartScene();
    ~ChartScene();
    Q_DISABLE_COPY_MOVE(ChartScene)

    QGraphicsScene& scene() { return scene_; }

    void setContent(ChartContent content);
    void setHiddenLines(const QSet<QString>& keys);
    void setZoom(const ChartZoom& zoom);
    void setSize(QSizeF size);
    void setLook(const ChartTheme& theme, const QFont& font);
    void setCornerWidth(double width);   // the upper right corner belongs to a button
    void setPixelRatio(double ratio);    // device pixels a pixel

    const ChartContent& content() const { return content_; }
    const ChartZoom& zoom() const { return view_.zoom; }
    const ChartGeometry& geometry() const { return picture_.frame.geometry; }
    const ChartFrame& frame() const { return picture_.frame; }
    std::span<const ShownLine> lines() const { return lines_; }

    /// The ranges that show everything, whatever the zoom.
    AxisRange fullX() const { return picture_.fullX; }
    AxisRange fullY() const { return picture_.fullY; }

    void setPointer(std::optional<QPointF> pointer);
    const std::optional<Readout>& readout() const { return readout_; }
    void setRubberBand(std::optional<QRectF> band);

private:
    class Layer;

    void rebuild();
    void findReadout();

    QGraphicsScene scene_;
    ChartSeries series_;   // its chart belongs to the scene
    Layer* below_;
    Layer* above_;
    Layer* overlay_;

    ChartContent content_;
    QSet<QString> hidden_;
    ChartView view_;
    std::vector<ShownLine> lines_;   // of content_
    ChartPicture picture_;
    std::optional<QPointF> pointer_;
    std::optional<Readout> readout_;
    std::optional<QRectF> band_;
};

}   // namespace overfit::ui
