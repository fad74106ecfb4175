#include "ui/live/live_view.h"

#include "ui/charts/curve_chart.h"
#include "ui/curves/kept_choice.h"
#include "ui/curves/run_curves.h"
#include "ui/exports/export_opener.h"
#include "ui/exports/figure_content.h"
#include "ui/live/audit_strip.h"
#include "ui/live/empty_live.h"
#include "ui/live/live_controls.h"
#include "ui/live/progress_line.h"

#include <QBoxLayout>
#include <QElapsedTimer>
#include <QFrame>
#include <QJsonDocument>
#include <QResizeEvent>
#include <QStackedWidget>
#include <QTimer>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int redrawMilliseconds = 40;   // the quickest of chartRates; whoever hands over runs keeps to the chosen rate
constexpr int sideBySide = 680;          // pixels of width from which the charts stand beside each other

/// Two charts beside each other, or above each other where there is no width for that.
class ChartPair : public QWidget {
public:
    ChartPair(CurveChart* first, CurveChart* second, QWidget* parent)
        : QWidget(parent), first_(first), second_(second), box_(new QBoxLayout(QBoxLayout::LeftToRight, this)) {
        box_->setContentsMargins(0, 0, 0, 0);
        box_->setSpacing(8);
        for (CurveChart* chart : {first, second}) {
            auto* card = new QFrame(this);
            card->setFrameShape(QFrame::StyledPanel);
            card->setBackgroundRole(QPalette::Base);
            card->setAutoFillBackground(true);
            auto* inside = new QVBoxLayout(card);
            inside->setContentsMargins(6, 6, 6, 6);
            inside->addWidget(chart);
            box_->addWidget(card, 1);
        }
    }

    /// Plots beside each other end at the same height, however long their legends are.
    void alignLegends() {
        const bool beside = box_->direction() == QBoxLayout::LeftToRight;
        const int height = beside ? std::max(first_->wantedLegendHeight(), second_->wantedLegendHeight()) : 0;
        first_->reserveLegendHeight(height);
        second_->reserveLegendHeight(height);
    }

protected:
    void resizeEvent(QResizeEvent* event) override {
        QWidget::resizeEvent(event);
        box_->setDirection(event->size().width() >= sideBySide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
        alignLegends();
    }

private:
    CurveChart* first_;
    CurveChart* second_;
    QBoxLayout* box_;
};

std::vector<AuditMark> marksOf(const LiveProgress& progress) {
    const bool ended = !progress.running && !progress.failed && !progress.outcome.isEmpty();
    std::vector<AuditMark> marks;
    if (progress.audit) {
        marks = auditMarks(*progress.audit, ended ? AuditTime::End : AuditTime::Start, progress.auditBasis);
    }
    if (!progress.auditProblem.isEmpty()) marks.insert(marks.begin(), uncheckedMark(progress.auditProblem));
    return marks;
}

}   // namespace

struct LiveView::State {
    LiveControls* controls = nullptr;
    CurveChart* loss = nullptr;
    CurveChart* accuracy = nullptr;
    ChartPair* pair = nullptr;
    ProgressLine* progressLine = nullptr;
    ProgressLine* savedLine = nullptr;
    AuditStrip* audit = nullptr;
    QStackedWidget* pages = nullptr;
    QWidget* chartPage = nullptr;
    EmptyLive* empty = nullptr;
    ExportOpener* exporter = nullptr;

    std::vector<ShownRun> runs;
    QTimer redraw;   // draws what came too soon after the last drawing
    QElapsedTimer sinceDrawn;
    bool running = false;
    bool stale = false;   // runs came while hidden

    void draw() {
        stale = false;
        redraw.stop();
        sinceDrawn.start();
        controls->setRecorded(recordedQuantities(runs));
        loss->setContent(lossContent(runs, controls->choice()));
        accuracy->setContent(accuracyContent(runs, controls->choice()));
        pair->alignLegends();
    }

    void choosePage() { pages->setCurrentWidget(runs.empty() && !running ? static_cast<QWidget*>(empty) : chartPage); }
};

LiveView::LiveView(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>()) {
    State& s = *state_;
    s.pages = new QStackedWidget(this);
    s.empty = new EmptyLive(this);
    s.chartPage = new QWidget(this);
    s.controls = new LiveControls(s.chartPage);
    s.loss = new CurveChart(s.chartPage);
    s.accuracy = new CurveChart(s.chartPage);
    s.loss->setObjectName(QStringLiteral("lossChart"));
    s.accuracy->setObjectName(QStringLiteral("accuracyChart"));
    s.pair = new ChartPair(s.loss, s.accuracy, s.chartPage);
    s.progressLine = new ProgressLine(this);
    s.savedLine = new ProgressLine(this);
    s.savedLine->setObjectName(QStringLiteral("savedRun"));
    s.audit = new AuditStrip(this);
    s.exporter = new ExportOpener(this);

    auto* page = new QVBoxLayout(s.chartPage);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(6);
    page->addWidget(s.controls);
    page->addWidget(s.pair, 1);
    s.pages->addWidget(s.empty);
    s.pages->addWidget(s.chartPage);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 6);
    column->setSpacing(6);
    column->addWidget(s.pages, 1);
    column->addWidget(s.progressLine);
    column->addWidget(s.savedLine);
    column->addWidget(s.audit);

    connect(s.controls, &LiveControls::choiceChanged, this, [this] {
        state_->draw();
        Q_EMIT stateChanged();
    });
    connect(s.controls, &LiveControls::resetZoomRequested, this, &LiveView::resetZoom);
    connect(s.controls, &LiveControls::exportRequested, this, &LiveView::exportFigure);
    connect(s.exporter, &ExportOpener::statusMessage, this, &LiveView::statusMessage);
    connect(s.exporter, &ExportOpener::remembered, this, &LiveView::exportRemembered);
    connect(s.progressLine, &ProgressLine::stopRequested, this, &LiveView::stopRequested);
    connect(s.empty, &EmptyLive::quickStartRequested, this, &LiveView::quickStartRequested);
    connect(s.loss, &CurveChart::logYChanged, this, [this](bool on) {
        state_->controls->setLogLoss(on);
        Q_EMIT stateChanged();
    });
    connect(s.accuracy, &CurveChart::logYChanged, this, [this](bool on) {
        state_->controls->setLogAccuracy(on);
        Q_EMIT stateChanged();
    });
    for (CurveChart* chart : {s.loss, s.accuracy}) {
        CurveChart* other = chart == s.loss ? s.accuracy : s.loss;
        connect(chart, &CurveChart::lineClicked, this, &LiveView::runActivated);
        connect(chart, &CurveChart::xRangeChanged, other, &CurveChart::setXRange);
        connect(chart, &CurveChart::xRangeReset, other, &CurveChart::resetXRange);
        connect(chart, &CurveChart::logXChanged, this, [this](bool on) {
            state_->controls->setLogX(on);
            state_->draw();
            Q_EMIT stateChanged();
        });
        connect(chart, &CurveChart::smoothingChanged, this, [this](double smoothing) {
            state_->controls->setSmoothing(smoothing);
            state_->draw();
            Q_EMIT stateChanged();
        });
    }
    s.redraw.setSingleShot(true);
    connect(&s.redraw, &QTimer::timeout, this, [this] { state_->draw(); });
    s.choosePage();
}

LiveView::~LiveView() = default;

void LiveView::setRuns(std::vector<ShownRun> runs) {
    State& s = *state_;
    s.runs = std::move(runs);
    s.choosePage();
    s.stale = true;
    if (!isVisible() || s.redraw.isActive()) return;
    const qint64 wait = s.sinceDrawn.isValid() ? redrawMilliseconds - s.sinceDrawn.elapsed() : 0;
    if (wait <= 0) {
        s.draw();
    } else {
        s.redraw.start(static_cast<int>(wait));
    }
}

void LiveView::setProgress(const LiveProgress& running, const std::optional<LiveProgress>& saved) {
    state_->running = running.running;
    state_->choosePage();
    QStringList names;
    for (const ShownRun& run : state_->runs) names << run.name;
    state_->progressLine->setProgress(running.running || !saved ? running : LiveProgress{}, names);
    state_->savedLine->setProgress(saved.value_or(LiveProgress{}), names);
    const LiveProgress& judged = saved ? *saved : running;
    const bool isThere = judged.running || !judged.outcome.isEmpty();
    const QString unchecked = judged.running || saved ? tr("not checked yet") : tr("not checked");
    state_->audit->setMarks(marksOf(judged), isThere ? unchecked : QString());
}

void LiveView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (state_->stale) state_->draw();
}

void LiveView::resetZoom() {
    state_->loss->resetZoom();
    state_->accuracy->resetZoom();
}

QString LiveView::state() const {
    return QString::fromUtf8(QJsonDocument(toJson(state_->controls->choice())).toJson(QJsonDocument::Compact));
}

void LiveView::restore(const QString& state) {
    const QJsonObject json = QJsonDocument::fromJson(state.toUtf8()).object();
    state_->controls->setChoice(curveChoiceFrom(json, {}));
    state_->draw();
}

void LiveView::setExportMemory(const ExportMemory& memory) { state_->exporter->setMemory(memory); }

void LiveView::exportFigure() {
    if (state_->runs.empty()) {
        Q_EMIT statusMessage(tr("There is nothing to export yet: no run is shown."));
        return;
    }
    state_->exporter->open({panelOf(*state_->loss), panelOf(*state_->accuracy)});
}

}   // namespace overfit::ui
