#pragma once

#include "ui/charts/axis_ticks.h"
#include "ui/charts/chart_content.h"

#include <QWidget>
#include <memory>
#include <optional>

namespace overfit::ui {

struct Readout;

/// Curves of runs with a legend. Wheel zooms at the pointer (over an axis: that axis alone), drag zooms to a box, double
/// click shows everything again; arrows pan, + and - zoom, Home resets, comma and full stop move the read-out, l toggles
/// log y, Shift+L log x, s goes through smoothings, t shows the data table. The only user of Qt Charts; its header names
/// none of it.
class CurveChart : public QWidget {
    Q_OBJECT
public:
    explicit CurveChart(QWidget* parent = nullptr);
    ~CurveChart() override;

    /// Replaces the curves; zoom and switched-off lines stay. Hidden, it keeps the content and draws when shown.
    void setContent(ChartContent content);
    const ChartContent& content() const;

    /// What the reader sees now, for figures: without the lines switched off, and the part zoomed to.
    ChartContent visibleContent() const;
    std::optional<AxisRange> zoomedX() const;
    std::optional<AxisRange> zoomedY() const;

    /// The ranges that show everything, whatever the zoom: what charts in a grid share.
    AxisRange fullX() const;
    AxisRange fullY() const;

    /// "train accuracy of 2 runs, epochs 0-100; random labels ends at 100.0 %"; also the accessible description.
    QString textSummary() const;

    /// What the chart tells about the place under the pointer; null when the pointer is elsewhere.
    const Readout* readout() const;

    /// The legend's height at the present width, so that charts side by side can reserve the same.
    int wantedLegendHeight() const;
    void reserveLegendHeight(int height);

    /// Off for charts in a grid, whose colours are told elsewhere.
    void setLegendShown(bool shown);

    /// The canvas inside, where curves are drawn and mouse and keys arrive.
    QWidget* canvas() const;

    bool tableShown() const;

    /// A linked chart zoomed: shows the same part, without a signal of its own.
    void setXRange(double low, double high);
    void resetXRange();
    void setYRange(double low, double high);
    void resetYRange();
    void resetZoom();

    /// The data table in the place of the curves; t, Escape and its button go back.
    void showTable(bool shown);

Q_SIGNALS:
    void xRangeChanged(double low, double high);
    void xRangeReset();
    void yRangeChanged(double low, double high);
    void yRangeReset();
    void lineClicked(const QString& runId);
    void logYChanged(bool on);
    void logXChanged(bool on);
    void smoothingChanged(double smoothing);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct State;

    void connectCanvas();
    void connectMenu();
    void applyLook();
    void draw();
    void describe();
    void updateMenu();
    void placeMenu();
    void updateLegend();
    void fitLegend();
    void switchLines(const QStringList& keys, bool visible);
    void setLogX(bool on);
    void setLogY(bool on);
    void setSmoothing(double smoothing);
    void announceZoom();

    std::unique_ptr<State> state_;
};

}   // namespace overfit::ui
