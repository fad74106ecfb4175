#include "ui/charts/curve_chart.h"

#include "ui/charts/chart_canvas.h"
#include "ui/charts/chart_data_table.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_menu.h"
#include "ui/charts/chart_scene.h"
#include "ui/charts/chart_smoothings.h"
#include "ui/charts/chart_summary.h"

#include <QEvent>
#include <QMenu>
#include <QVBoxLayout>
#include <QWhatsThis>
#include <algorithm>
#include <utility>

namespace overfit::ui {

namespace {

constexpr int lowChart = 280, lowestChart = 180;   // pixels of height; lower ones need them more for curves than for names

}   // namespace

struct CurveChart::State {
    ChartScene scene;
    ChartCanvas* canvas = nullptr;   // a child, gone before the scene (see the destructor)
    ChartMenu* menu = nullptr;
    ChartDataTable* table = nullptr;   // made when first asked for
    ChartLegend* legend = nullptr;
    ChartContent content;   // the newest; in the scene once drawn
    QSet<QString> hidden;   // lines switched off, also of runs not shown now
    std::optional<AxisRange> lastX, lastY;
    int reservedLegend = 0;
    bool legendShown = true;
    bool tableShown = false;
    bool stale = false;   // content came while hidden
};

CurveChart::CurveChart(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>()) {
    state_->canvas = new ChartCanvas(state_->scene, this);
    state_->menu = new ChartMenu(state_->canvas);
    state_->legend = new ChartLegend(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(state_->canvas, 1);
    column->addWidget(state_->legend);
    setFocusProxy(state_->canvas);
    state_->canvas->setAccessibleName(tr("Chart"));   // until it has a title
    state_->canvas->setWhatsThis(ChartMenu::keysText());
    connectCanvas();
    connectMenu();
    connect(state_->legend, &ChartLegend::switched, this, &CurveChart::switchLines);
    applyLook();
    fitLegend();
}

CurveChart::~CurveChart() {
    delete state_->canvas;   // a view must not outlive its scene
}

void CurveChart::connectCanvas() {
    ChartCanvas* canvas = state_->canvas;
    connect(canvas, &ChartCanvas::zoomChanged, this, &CurveChart::announceZoom);
    connect(canvas, &ChartCanvas::lineClicked, this, &CurveChart::lineClicked);
    connect(canvas, &ChartCanvas::logYToggled, this, [this] { setLogY(!state_->content.logY); });
    connect(canvas, &ChartCanvas::logXToggled, this, [this] { setLogX(!state_->content.logX); });
    connect(canvas, &ChartCanvas::smoothingCycled, this, [this] { setSmoothing(nextSmoothing(state_->content.smoothing)); });
    connect(canvas, &ChartCanvas::tableAsked, this, [this] { showTable(true); });
    // The description is what a screen reader follows; the summary comes back with the end of the read-out.
    connect(canvas, &ChartCanvas::readoutStepped, this,
            [this] { state_->canvas->setAccessibleDescription(readoutText(*readout())); });
    connect(canvas, &ChartCanvas::pointerMoved, this, [this] {
        if (!readout()) describe();
    });
    connect(canvas, &ChartCanvas::menuAsked, this, [this](QPoint at) { state_->menu->entries()->popup(at); });
    connect(canvas, &ChartCanvas::resized, this, &CurveChart::placeMenu);
}

void CurveChart::connectMenu() {
    ChartMenu* menu = state_->menu;
    connect(menu, &ChartMenu::tableAsked, this, [this] { showTable(!state_->tableShown); });
    connect(menu, &ChartMenu::logYToggled, this, [this] { setLogY(!state_->content.logY); });
    connect(menu, &ChartMenu::logXToggled, this, [this] { setLogX(!state_->content.logX); });
    connect(menu, &ChartMenu::smoothingChosen, this, &CurveChart::setSmoothing);
    connect(menu, &ChartMenu::zoomReset, this, &CurveChart::resetZoom);
    connect(menu, &ChartMenu::keysAsked, this, [this] {
        QWhatsThis::showText(state_->canvas->mapToGlobal(QPoint(40, 30)), ChartMenu::keysText(), state_->canvas);
    });
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
    if (state_->tableShown) state_->table->setContent(visibleContent());
    state_->scene.setContent(state_->content);
    updateLegend();
    updateMenu();
    describe();
}

void CurveChart::describe() {
    state_->canvas->setAccessibleName(state_->content.title);
    state_->canvas->setAccessibleDescription(textSummary());
    setAccessibleName(state_->content.title);
}

void CurveChart::setLogY(bool on) {
    state_->content.logY = on;
    draw();
    Q_EMIT logYChanged(on);
}

void CurveChart::setLogX(bool on) {
    state_->content.logX = on;
    draw();
    Q_EMIT logXChanged(on);
}

void CurveChart::setSmoothing(double smoothing) {
    state_->content.smoothing = smoothing;
    draw();
    Q_EMIT smoothingChanged(smoothing);
}

void CurveChart::showTable(bool shown) {
    State& s = *state_;
    if (shown == s.tableShown) return;
    if (shown && !s.table) {
        s.table = new ChartDataTable(this);
        static_cast<QVBoxLayout*>(layout())->insertWidget(0, s.table, 1);
        connect(s.table, &ChartDataTable::closed, this, [this] { showTable(false); });
    }
    s.tableShown = shown;
    if (shown) s.table->setContent(visibleContent());
    s.canvas->setVisible(!shown);
    s.table->setVisible(shown);
    QWidget* front = shown ? static_cast<QWidget*>(s.table) : s.canvas;
    setFocusProxy(front);
    front->setFocus();
    updateMenu();
}

bool CurveChart::tableShown() const { return state_->tableShown; }

void CurveChart::updateMenu() {
    state_->menu->setSwitches({state_->content.logX, state_->content.logY, state_->tableShown, state_->content.smoothing});
    state_->menu->setVisible(!state_->content.lines.empty());
    state_->scene.setCornerWidth(state_->content.lines.empty() ? 0.0 : state_->menu->width() + 4.0);
}

void CurveChart::placeMenu() {
    ChartMenu* menu = state_->menu;
    const int height = fontMetrics().height() + 4;
    menu->setFixedSize(height + 8, height);
    menu->move(state_->canvas->width() - menu->width() - 2, 1);
}

ChartContent CurveChart::visibleContent() const {
    ChartContent visible = state_->content;
    std::erase_if(visible.lines, [this](const ChartLine& line) { return state_->hidden.contains(lineKey(line)); });
    std::erase_if(visible.marks, [&visible](const ChartMark& mark) {
        return std::none_of(visible.lines.begin(), visible.lines.end(),
                            [&mark](const ChartLine& line) { return line.runId == mark.runId; });
    });
    return visible;
}

std::optional<AxisRange> CurveChart::zoomedX() const { return state_->scene.zoom().x; }
std::optional<AxisRange> CurveChart::zoomedY() const { return state_->scene.zoom().y; }
AxisRange CurveChart::fullX() const { return state_->scene.fullX(); }
AxisRange CurveChart::fullY() const { return state_->scene.fullY(); }

QString CurveChart::textSummary() const { return chartSummary(state_->content, state_->hidden); }

const Readout* CurveChart::readout() const {
    const auto& readout = state_->scene.readout();
    return readout ? &*readout : nullptr;
}

QWidget* CurveChart::canvas() const { return state_->canvas->viewport(); }

void CurveChart::updateLegend() {
    if (state_->legendShown) state_->legend->setGroups(legendGroups(state_->content), state_->hidden);
    fitLegend();
}

int CurveChart::wantedLegendHeight() const {
    const int mostRows = height() < lowestChart ? 1 : height() < lowChart ? 2 : 3;
    return state_->legendShown ? state_->legend->heightAt(width(), mostRows) : 0;
}

void CurveChart::reserveLegendHeight(int height) {
    if (state_->reservedLegend == height) return;
    state_->reservedLegend = height;
    fitLegend();
}

void CurveChart::setLegendShown(bool shown) {
    if (state_->legendShown == shown) return;
    state_->legendShown = shown;
    updateLegend();
}

void CurveChart::fitLegend() {
    const int height = state_->legendShown ? std::max(wantedLegendHeight(), state_->reservedLegend) : 0;
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
    if (state_->tableShown) state_->table->setContent(visibleContent());
    updateLegend();
    describe();
}

void CurveChart::announceZoom() {
    const auto [x, y] = state_->scene.zoom();
    if (x != std::exchange(state_->lastX, x)) {
        if (x)
            Q_EMIT xRangeChanged(x->low, x->high);
        else
            Q_EMIT xRangeReset();
    }
    if (y != std::exchange(state_->lastY, y)) {
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
    placeMenu();
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
