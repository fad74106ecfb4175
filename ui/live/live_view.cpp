#include "ui/live/live_view.h"

#include "ui/charts/curve_chart.h"
#include "ui/exports/export_dialog.h"
#include "ui/live/audit_strip.h"
#include "ui/live/chart_controls.h"
#include "ui/live/progress_line.h"

#include <QBoxLayout>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int redrawMilliseconds = 100;   // charts move at 10 Hz at most: a redraw costs some ms that training needs
constexpr int stackedBelow = 760;         // pixels of width under which the charts stand above each other

}   // namespace

struct LiveView::State {
    std::vector<ShownRun> runs;
    ChartControls* controls = nullptr;
    CurveChart* loss = nullptr;
    CurveChart* accuracy = nullptr;
    QBoxLayout* charts = nullptr;
    ProgressLine* progress = nullptr;
    AuditStrip* audit = nullptr;
    QStackedWidget* pages = nullptr;
    QWidget* empty = nullptr;
    QWidget* filled = nullptr;
    QTimer redraw;
    QElapsedTimer sinceRedraw;
    bool running = false;

    void draw();
    void showPage() { pages->setCurrentWidget(runs.empty() && !running ? empty : filled); }
};

namespace {

QWidget* emptyPage(LiveView& view) {
    auto* page = new QWidget(&view);
    auto* text = new QLabel(LiveView::tr("Loss and accuracy of a run will be here, while it trains and afterwards.\n"
                                         "Press Run, or choose saved runs in the list."),
                            page);
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    auto* button = new QPushButton(LiveView::tr("Open the quick start"), page);
    button->setAccessibleName(LiveView::tr("Open the quick start"));
    QObject::connect(button, &QPushButton::clicked, &view, &LiveView::quickStartRequested);
    auto* column = new QVBoxLayout(page);
    column->addStretch(1);
    column->addWidget(text);
    column->addSpacing(12);
    column->addWidget(button, 0, Qt::AlignCenter);
    column->addStretch(1);
    return page;
}

/// What is zoomed to in x in one chart is shown in the other.
void linkX(CurveChart& from, CurveChart& to) {
    QObject::connect(&from, &CurveChart::xRangeChanged, &to, &CurveChart::setXRange);
    QObject::connect(&from, &CurveChart::xRangeReset, &to, &CurveChart::resetXRange);
}

}   // namespace

LiveView::LiveView(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>()) {
    State& s = *state_;
    s.pages = new QStackedWidget(this);
    s.empty = emptyPage(*this);
    s.filled = new QWidget(this);
    s.controls = new ChartControls(s.filled);
    s.loss = new CurveChart(s.filled);
    s.accuracy = new CurveChart(s.filled);
    s.progress = new ProgressLine(s.filled);
    s.audit = new AuditStrip(s.filled);
    s.charts = new QBoxLayout(QBoxLayout::LeftToRight);
    s.charts->setSpacing(12);
    s.charts->addWidget(s.loss, 1);
    s.charts->addWidget(s.accuracy, 1);
    auto* column = new QVBoxLayout(s.filled);
    column->setContentsMargins(10, 8, 10, 8);
    column->setSpacing(8);
    column->addWidget(s.controls);
    column->addLayout(s.charts, 1);
    column->addWidget(s.progress);
    column->addWidget(s.audit);
    s.pages->addWidget(s.empty);
    s.pages->addWidget(s.filled);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(s.pages);

    linkX(*s.loss, *s.accuracy);
    linkX(*s.accuracy, *s.loss);
    for (CurveChart* chart : {s.loss, s.accuracy}) {
        connect(chart, &CurveChart::lineClicked, this, &LiveView::runActivated);
        connect(chart, &CurveChart::smoothingChanged, s.controls, &ChartControls::setSmoothing);
    }
    connect(s.loss, &CurveChart::logYChanged, s.controls, &ChartControls::setLogLoss);
    connect(s.controls, &ChartControls::changed, this, [this] { state_->draw(); });
    connect(s.progress, &ProgressLine::stopRequested, this, &LiveView::stopRequested);
    s.redraw.setSingleShot(true);
    connect(&s.redraw, &QTimer::timeout, this, [this] { state_->draw(); });
    s.draw();
    s.showPage();
}

LiveView::~LiveView() = default;

void LiveView::State::draw() {
    redraw.stop();
    sinceRedraw.start();
    loss->setContent(lossContent(runs, controls->choice()));
    accuracy->setContent(accuracyContent(runs, controls->choice()));
    // Both legends as high as the higher one, so that the x axes stand on one line.
    const int legend = std::max(loss->wantedLegendHeight(), accuracy->wantedLegendHeight());
    loss->reserveLegendHeight(legend);
    accuracy->reserveLegendHeight(legend);
}

void LiveView::setRuns(std::vector<ShownRun> runs) {
    State& s = *state_;
    s.runs = std::move(runs);
    s.showPage();
    if (s.redraw.isActive()) return;
    const qint64 passed = s.sinceRedraw.isValid() ? s.sinceRedraw.elapsed() : redrawMilliseconds;
    if (passed >= redrawMilliseconds) {
        s.draw();
    } else {
        s.redraw.start(static_cast<int>(redrawMilliseconds - passed));
    }
}

void LiveView::setProgress(const LiveProgress& progress) {
    State& s = *state_;
    s.running = progress.running;
    s.progress->setProgress(progress);
    s.audit->setAudit(progress.audit);
    s.showPage();
}

void LiveView::exportFigure() {
    State& s = *state_;
    if (s.runs.empty()) {
        Q_EMIT statusMessage(tr("Nothing to export: choose a run in the list first"));
        return;
    }
    std::vector<ChartContent> charts{s.loss->visibleContent(), s.accuracy->visibleContent()};
    CurveRequest curves;
    curves.axis = s.controls->choice().axis;
    curves.smoothing = s.controls->choice().smoothing;
    for (const ShownRun& run : s.runs) curves.runs.emplace_back(run.id.toStdString());
    auto* dialog = new ExportDialog(std::move(charts), std::move(curves), this);
    connect(dialog, &ExportDialog::exported, this,
            [this](const QString& file) { Q_EMIT statusMessage(tr("Exported to %1").arg(file)); });
    dialog->show();
}

void LiveView::resetZoom() {
    state_->loss->resetZoom();
    state_->accuracy->resetZoom();
}

void LiveView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const auto direction = width() < stackedBelow && height() > width() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
    if (state_->charts->direction() != direction) state_->charts->setDirection(direction);
}

}   // namespace overfit::ui
