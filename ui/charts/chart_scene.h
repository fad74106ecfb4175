#pragma once

#include "ui/charts/chart_content.h"
#include "ui/charts/chart_frame.h"
#include "ui/charts/chart_readout.h"
#include "ui/charts/chart_series.h"

#include <QGraphicsScene>
#include <QSet>
#include <optional>

namespace overfit::ui {

/// A line's name in the set of switched-off ones; the same for the same run and metric whenever content is replaced.
QString lineKey(const ChartLine& line);

/// What the reader has zoomed to; nothing = the whole.
struct ChartZoom {
    std::optional<AxisRange> x, y;
    bool operator==(const ChartZoom&) const = default;
};

/// One chart as a picture: curves (Qt Charts), frame and read-out, for the screen (CurveChart) and for figures alike.
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

    const ChartContent& content() const { return content_; }
    const ChartZoom& zoom() const { return zoom_; }
    const ChartGeometry& geometry() const { return frame_.geometry; }
    const ChartFrame& frame() const { return frame_; }
    std::span<const ShownLine> lines() const { return lines_; }

    /// The ranges that show everything, whatever the zoom.
    AxisRange fullX() const { return fullX_; }
    AxisRange fullY() const { return fullY_; }

    /// Pieces drawn for a line, raw and smoothed together: what a test counts.
    int drawnPieces(const QString& key) const;

    void setPointer(std::optional<QPointF> pointer);
    const std::optional<Readout>& readout() const { return readout_; }
    void setRubberBand(std::optional<QRectF> band);

private:
    class Layer;

    void rebuild();
    void findFullRanges();
    void buildFrame();
    void buildCurves();
    void addBand(const ShownLine& shown, const QColor& colour);
    void findReadout();

    QGraphicsScene scene_;
    ChartSeries series_;   // its chart belongs to the scene
    Layer* below_;
    Layer* above_;
    Layer* overlay_;

    ChartContent content_;
    QSet<QString> hidden_;
    ChartZoom zoom_;
    AxisRange fullX_, fullY_;
    ChartFrame frame_;
    std::vector<ShownLine> lines_;
    QHash<QString, int> pieces_;
    std::optional<QPointF> pointer_;
    std::optional<Readout> readout_;
    std::optional<QRectF> band_;
};

}   // namespace overfit::ui
