#include "ui/charts/curve_chart.h"

#include "ui/charts/chart_canvas.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_scene.h"
#include "ui/charts/chart_summary.h"

#include <QEvent>
#include <QVBoxLayout>
#include <array>
#include <utility>

namespace overfit::ui {

namespace {

constexpr std::array smoothings{0.0, 0.6, 0.9, 0.97};   // key s goes through them

double nextSmoothing(double smoothing) {
    for (const double next : smoothings) {
        if (next > smoothing + 1e-9) return next;
    }
    return 0.0;
}

}   // namespace

struct CurveChart::State {
    ChartScene scene;
    ChartCanvas* canvas = nullptr;   // a child, gone before the scene (see the destructor)
    ChartLegend* legend = nullptr;
    ChartContent content;   // the newest; in the scene once drawn
    QSet<QString> hidden;   // lines switched off, also of runs not shown now
    std::optional<AxisRange> lastX, lastY;
    int reservedLegend = 0;
    bool stale = false;   // content came while hidden
};

CurveChart::CurveChart(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>()) {
    state_->canvas = new ChartCanvas(state_->scene, this);
    state_->legend = new ChartLegend(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(state_->canvas, 1);
    column->addWidget(state_->legend);
    setFocusProxy(state_->canvas);

    ChartCanvas* canvas = state_->canvas;
    connect(canvas, &ChartCanvas::zoomChanged, this, &CurveChart::announceZoom);
    connect(canvas, &ChartCanvas::lineClicked, this, &CurveChart::lineClicked);
    connect(canvas, &ChartCanvas::logYToggled, this, [this] {
        state_->content.logY = !state_->content.logY;
        draw();
        Q_EMIT logYChanged(state_->content.logY);
    });
    connect(canvas, &ChartCanvas::smoothingCycled, this, [this] {
        state_->content.smoothing = nextSmoothing(state_->content.smoothing);
        draw();
        Q_EMIT smoothingChanged(state_->content.smoothing);
    });
    connect(state_->legend, &ChartLegend::switched, this, &CurveChart::switchLines);
    applyLook();
    fitLegend();
}

CurveChart::~CurveChart() {
    delete state_->canvas;   // a view must not outlive its scene
}

void CurveChart::setContent(ChartContent content) {
    state_->content = std::move(content);
    if (isVisible()) {
        draw();
    } else {
        state_->stale = true;
    }
}

const ChartContent& CurveChart::content() const { return state_->content; }

void CurveChart::draw() {
    state_->stale = false;
    state_->scene.setContent(state_->content);
    updateLegend();
    state_->canvas->setAccessibleName(state_->content.title);
    state_->canvas->setAccessibleDescription(textSummary());
    setAccessibleName(state_->content.title);
}

ChartContent CurveChart::visibleContent() const {
    ChartContent visible = state_->content;
    std::erase_if(visible.lines, [this](const ChartLine& line) { return state_->hidden.contains(lineKey(line)); });
    return visible;
}

std::optional<AxisRange> CurveChart::zoomedX() const { return state_->scene.zoom().x; }
std::optional<AxisRange> CurveChart::zoomedY() const { return state_->scene.zoom().y; }

QString CurveChart::textSummary() const { return chartSummary(visibleContent()); }

const Readout* CurveChart::readout() const {
    const auto& readout = state_->scene.readout();
    return readout ? &*readout : nullptr;
}

QWidget* CurveChart::canvas() const { return state_->canvas->viewport(); }

void CurveChart::updateLegend() {
    state_->legend->setGroups(legendGroups(state_->content), state_->hidden);
    fitLegend();
}

int CurveChart::wantedLegendHeight() const { return state_->legend->heightAt(width()); }

void CurveChart::reserveLegendHeight(int height) {
    if (state_->reservedLegend == height) return;
    state_->reservedLegend = height;
    fitLegend();
}

void CurveChart::fitLegend() {
    const int height = std::max(wantedLegendHeight(), state_->reservedLegend);
    state_->legend->setVisible(height > 0);
    if (height > 0 && state_->legend->height() != height) state_->legend->setFixedHeight(height);
}

void CurveChart::switchLines(const QStringList& keys, bool visible) {
    for (const QString& key : keys) {
        if (visible)
            state_->hidden.remove(key);
        else
            state_->hidden.insert(key);
    }
    state_->scene.setHiddenLines(state_->hidden);
    updateLegend();
    state_->canvas->setAccessibleDescription(textSummary());
}

void CurveChart::announceZoom() {
    const auto [x, y] = state_->scene.zoom();
    if (std::exchange(state_->lastX, x) != x) {
        if (x)
            Q_EMIT xRangeChanged(x->low, x->high);
        else
            Q_EMIT xRangeReset();
    }
    if (std::exchange(state_->lastY, y) != y) {
        if (y)
            Q_EMIT yRangeChanged(y->low, y->high);
        else
            Q_EMIT yRangeReset();
    }
}

void CurveChart::setXRange(double low, double high) {
    state_->lastX = AxisRange{low, high};
    state_->scene.setZoom({state_->lastX, state_->scene.zoom().y});
}

void CurveChart::resetXRange() {
    state_->lastX.reset();
    state_->scene.setZoom({std::nullopt, state_->scene.zoom().y});
}

void CurveChart::setYRange(double low, double high) {
    state_->lastY = AxisRange{low, high};
    state_->scene.setZoom({state_->scene.zoom().x, state_->lastY});
}

void CurveChart::resetYRange() {
    state_->lastY.reset();
    state_->scene.setZoom({state_->scene.zoom().x, std::nullopt});
}

void CurveChart::resetZoom() {
    state_->scene.setZoom({});
    announceZoom();
}

void CurveChart::applyLook() {
    state_->scene.setLook(chartTheme(palette()), font());
    state_->canvas->setBackgroundBrush(palette().color(QPalette::Base));
}

void CurveChart::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (state_->stale) draw();
}

void CurveChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitLegend();
}

void CurveChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) applyLook();
}

}   // namespace overfit::ui
