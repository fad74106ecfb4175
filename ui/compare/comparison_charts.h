#pragma once

#include "ui/charts/chart_content.h"
#include "ui/exports/figure_export.h"

#include <QWidget>
#include <optional>
#include <vector>

class QFrame;
class QGridLayout;
class QScrollArea;
class QStackedWidget;

namespace overfit::ui {

class CurveChart;

/// The compared runs in one chart, or in a grid of small ones that zoom together. Of a grid only what one sees is made and
/// drawn, so that fifty runs cost no more than a screenful.
class ComparisonCharts : public QWidget {
    Q_OBJECT
public:
    explicit ComparisonCharts(QWidget* parent = nullptr);

    void showOverlay(ChartContent content);
    void showGrid(std::vector<ChartContent> contents);

    /// What is shown, for a figure; of a grid also what is out of sight.
    std::vector<FigurePanel> panels();
    void resetZoom();

Q_SIGNALS:
    void lineClicked(const QString& runId);
    void logXChanged(bool on);
    void logYChanged(bool on);
    void smoothingChanged(double smoothing);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// A place in the grid; its chart is made when it is seen first.
    struct Cell {
        QFrame* frame = nullptr;
        CurveChart* chart = nullptr;
        bool stale = true;   // content or zoom changed since the chart was drawn
    };

    CurveChart* makeChart(QWidget* parent);
    void linkZoom(CurveChart* chart);
    void arrangeCells();
    void refreshSeen();
    void refresh(std::size_t cell);
    void zoomChanged();
    bool gridIsShown() const;

    QStackedWidget* pages_;
    CurveChart* overlay_;
    QScrollArea* scroll_;
    QWidget* board_;
    QGridLayout* grid_;
    std::vector<Cell> cells_;
    std::vector<ChartContent> contents_;   // one a cell
    std::optional<AxisRange> zoomX_, zoomY_;
    int columns_ = 0;            // of the grid
    std::size_t arranged_ = 0;   // cells that stand in it
};

}   // namespace overfit::ui
