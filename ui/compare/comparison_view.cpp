#include "ui/compare/comparison_view.h"

#include "core/comparison/comparison_tables.h"
#include "ui/compare/comparison_charts.h"
#include "ui/compare/comparison_controls.h"
#include "ui/compare/comparison_panes.h"
#include "ui/compare/comparison_reader.h"
#include "ui/compare/comparison_table.h"
#include "ui/compare/empty_comparison.h"
#include "ui/compare/run_chips.h"
#include "ui/exports/export_opener.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int redrawMilliseconds = 100;    // 10 Hz at most: means and tables are worked out anew each time
constexpr int rereadMilliseconds = 1000;   // run.json of a running one changes with each evaluation

QStringList foldersOf(const std::vector<ShownRun>& runs) {
    QStringList folders;
    for (const ShownRun& run : runs) folders << run.id;
    return folders;
}

const ComparedRun* comparedRun(const Comparison* comparison, const QString& folder) {
    if (!comparison) return nullptr;
    const auto found = std::find_if(comparison->runs.begin(), comparison->runs.end(), [&](const ComparedRun& run) {
        return QString::fromStdString(run.listing.folder.string()) == folder;
    });
    return found == comparison->runs.end() ? nullptr : &*found;
}

/// Why a run is to be looked at twice; empty where there is no reason.
QString problemOf(const ComparedRun* run) {
    if (!run) return {};
    if (!run->listing.problem.empty()) return QString::fromStdString(run->listing.problem);
    const bool failed = run->listing.record->audit && run->listing.record->audit->has_error();
    return failed ? ComparisonView::tr("The audit found an error in this run.") : QString();
}

}   // namespace

struct ComparisonView::State {
    ComparisonReader* reader = nullptr;
    QStackedWidget* pages = nullptr;
    EmptyComparison* empty = nullptr;
    QWidget* page = nullptr;
    RunChips* chips = nullptr;
    ComparisonControls* controls = nullptr;
    ComparisonTable* settings = nullptr;
    QToolButton* equal = nullptr;
    ComparisonCharts* charts = nullptr;
    ComparisonTable* results = nullptr;
    ComparisonPanes* panes = nullptr;
    QWidget* failure = nullptr;   // instead of an answer
    QLabel* failureWords = nullptr;
    QToolButton* again = nullptr;
    ExportOpener* exporter = nullptr;

    std::vector<ShownRun> runs;
    std::shared_ptr<const Comparison> comparison;   // null until the first was read
    QTimer redraw, reread;
    QStringList requested;   // folders that the reader was last asked for
    bool stale = false;      // runs came while hidden

    const ComparisonChoice& choice() const { return controls->choice(); }

    void request(bool anew) {
        redraw.stop();
        requested = foldersOf(runs);
        if (anew) reread.stop();
        reader->request({.runs = runs, .choice = choice(), .reread = anew});
    }

    /// What comes by itself waits for the answer to the last request: a slow disk must not keep every answer from being the
    /// newest.
    void requestCurves() {
        if (reader->isReading())
            redraw.start();
        else
            request(false);
    }
    void requestRecords() {
        if (reader->isReading())
            reread.start();
        else
            request(true);
    }

    void take(const ComparedRuns& compared) {
        failure->setVisible(!compared.comparison);
        if (!compared.comparison) {   // what was shown last stays
            failureWords->setText(tr("Can't compare these runs: %1").arg(compared.problem));
            return;
        }
        comparison = compared.comparison;
        showChips();
        showTables();
        controls->setRecorded(compared.recorded);
        if (compared.layout == ComparisonChoice::Layout::Grid)
            charts->showGrid(compared.charts);
        else
            charts->showOverlay(compared.charts.front());
    }

    QString baseFolder() const {
        if (!comparison || comparison->groups.empty()) return {};
        const std::size_t first = comparison->groups[comparison->base].members.front();
        const QStringList folders = foldersOf(runs);
        return folders.contains(choice().base) ? choice().base
                                               : QString::fromStdString(comparison->runs[first].listing.folder.string());
    }

    void showChips() {
        std::vector<RunChip> made;
        const QString base = baseFolder();
        for (const ShownRun& run : runs) {
            const QString problem = problemOf(comparedRun(comparison.get(), run.id));
            made.push_back(
                {.folder = run.id, .name = run.name, .colour = run.colour, .problem = problem, .base = run.id == base});
        }
        chips->setChips(std::move(made));
    }

    void showTables() {
        if (!comparison) return;
        const auto equalCount = comparison->differences.equal.size();
        equal->setText((choice().equalSettings ? tr("▾ %1 equal") : tr("▸ %1 equal")).arg(equalCount));
        equal->setChecked(choice().equalSettings);
        equal->setVisible(equalCount > 0);
        settings->setTable(
            in_readable_direction(choice().equalSettings ? all_settings_table(*comparison) : differences_table(*comparison)),
            differences_data_table(*comparison));
        results->setTable(in_readable_direction(results_text_table(*comparison)), results_data_table(*comparison));
        panes->fit();
    }

    /// After new runs, at most every 100 ms.
    void follow() {
        stale = false;
        if (runs.size() < 2) {
            empty->setChosen(runs.size());
            pages->setCurrentWidget(empty);
            return;
        }
        pages->setCurrentWidget(page);
        showChips();
        if (foldersOf(runs) != requested) return request(true);
        if (!reread.isActive()) reread.start();
        if (!redraw.isActive()) redraw.start();
    }
};

ComparisonView::ComparisonView(QWidget* parent) : ComparisonView(read_compared_run, parent) {}

ComparisonView::ComparisonView(ComparisonReader::ReadRun readRun, QWidget* parent)
    : QWidget(parent), state_(std::make_unique<State>()) {
    state_->reader = new ComparisonReader(this, std::move(readRun));
    build();
    connectParts();
    state_->follow();
}

ComparisonView::~ComparisonView() = default;

void ComparisonView::build() {
    State& s = *state_;
    s.pages = new QStackedWidget(this);
    s.empty = new EmptyComparison(this);
    s.exporter = new ExportOpener(this);
    s.page = new QWidget(this);
    s.chips = new RunChips(s.page);
    s.controls = new ComparisonControls(s.page);
    s.settings = new ComparisonTable(tr("Settings that differ"), s.page);
    s.settings->setEmptyText(tr("The configurations are the same."));
    s.charts = new ComparisonCharts(s.page);
    s.results = new ComparisonTable(tr("Results"), s.page);
    s.panes = new ComparisonPanes(s.settings, s.charts, s.results, s.page);
    s.equal = new QToolButton(s.settings);
    s.equal->setCheckable(true);
    s.equal->setAutoRaise(true);
    s.equal->setFocusPolicy(Qt::StrongFocus);
    s.equal->setToolTip(tr("Show the settings that are the same in all runs, too"));
    s.equal->setAccessibleName(tr("Show equal settings"));
    s.settings->addHeadWidget(s.equal);
    buildFailure();
    auto* page = new QVBoxLayout(s.page);
    page->setContentsMargins(8, 6, 8, 6);
    page->setSpacing(6);
    page->addWidget(s.chips);
    page->addWidget(s.controls);
    page->addWidget(s.failure);
    page->addWidget(s.panes, 1);
    s.pages->addWidget(s.empty);
    s.pages->addWidget(s.page);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(s.pages);
    s.redraw.setSingleShot(true);
    s.redraw.setInterval(redrawMilliseconds);
    s.reread.setSingleShot(true);
    s.reread.setInterval(rereadMilliseconds);
}

void ComparisonView::buildFailure() {
    State& s = *state_;
    s.failure = new QWidget(s.page);
    s.failureWords = new QLabel(s.failure);
    s.failureWords->setTextFormat(Qt::PlainText);   // may quote a file
    s.failureWords->setWordWrap(true);
    s.again = new QToolButton(s.failure);
    s.again->setText(tr("Try again"));
    s.again->setAccessibleName(tr("Read the compared runs again"));
    s.again->setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout(s.failure);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(s.failureWords, 1);
    row->addWidget(s.again, 0, Qt::AlignTop);
    s.failure->hide();
}

void ComparisonView::connectParts() {
    State& s = *state_;
    const auto change = [this](auto&& edit) {
        ComparisonChoice choice = state_->choice();
        edit(choice);
        state_->controls->setChoice(choice);
        choiceChanged();
    };
    connect(s.panes, &ComparisonPanes::stateChanged, this, &ComparisonView::stateChanged);
    connect(s.exporter, &ExportOpener::statusMessage, this, &ComparisonView::statusMessage);
    connect(s.exporter, &ExportOpener::remembered, this, &ComparisonView::exportRemembered);
    connect(s.reader, &ComparisonReader::ready, this,
            [this](const std::shared_ptr<const ComparedRuns>& compared) { state_->take(*compared); });
    connect(&s.redraw, &QTimer::timeout, this, [this] { state_->requestCurves(); });
    connect(&s.reread, &QTimer::timeout, this, [this] { state_->requestRecords(); });
    connect(s.again, &QToolButton::clicked, this, [this] { state_->request(true); });
    connect(s.chips, &RunChips::removeRequested, this, &ComparisonView::removeRequested);
    connect(s.chips, &RunChips::baseRequested, this,
            [change](const QString& folder) { change([&](ComparisonChoice& choice) { choice.base = folder; }); });
    connect(s.controls, &ComparisonControls::choiceChanged, this, &ComparisonView::choiceChanged);
    connect(s.controls, &ComparisonControls::resetZoomRequested, this, &ComparisonView::resetZoom);
    connect(s.controls, &ComparisonControls::exportRequested, this, &ComparisonView::exportFigure);
    connect(s.equal, &QToolButton::clicked, this,
            [change](bool on) { change([&](ComparisonChoice& choice) { choice.equalSettings = on; }); });
    connect(s.charts, &ComparisonCharts::lineClicked, this, &ComparisonView::runActivated);
    connect(s.charts, &ComparisonCharts::smoothingChanged, this,
            [change](double smoothing) { change([&](ComparisonChoice& choice) { choice.curves.smoothing = smoothing; }); });
    connect(s.charts, &ComparisonCharts::logXChanged, this,
            [change](bool on) { change([&](ComparisonChoice& choice) { choice.curves.logX = on; }); });
    connect(s.charts, &ComparisonCharts::logYChanged, this, [change](bool on) {
        change([&](ComparisonChoice& choice) {
            (choice.unit == MetricUnit::Fraction ? choice.curves.logAccuracy : choice.curves.logLoss) = on;
        });
    });
    for (ComparisonTable* table : {s.settings, s.results})
        connect(table, &ComparisonTable::copied, this, &ComparisonView::statusMessage);
    connect(s.empty, &EmptyComparison::chooseRequested, this, &ComparisonView::chooseRequested);
    connect(s.empty, &EmptyComparison::quickStartRequested, this, &ComparisonView::quickStartRequested);
}

void ComparisonView::choiceChanged() {
    if (state_->runs.size() >= 2) {
        state_->request(false);
        state_->showTables();
    }
    Q_EMIT stateChanged();
}

void ComparisonView::setRuns(std::vector<ShownRun> runs) {
    state_->runs = std::move(runs);
    state_->stale = true;
    if (isVisible()) state_->follow();
}

void ComparisonView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (state_->stale) state_->follow();
}

QString ComparisonView::state() const { return choiceToText(state_->choice()); }

void ComparisonView::restore(const QString& state) {
    state_->controls->setChoice(choiceFromText(state));
    if (state_->runs.size() >= 2) state_->request(false);
}

QByteArray ComparisonView::panes() const { return state_->panes->state(); }

void ComparisonView::restorePanes(const QByteArray& panes) { state_->panes->restore(panes); }

void ComparisonView::resetZoom() { state_->charts->resetZoom(); }

void ComparisonView::setExportMemory(const ExportMemory& memory) { state_->exporter->setMemory(memory); }

void ComparisonView::exportFigure() {
    if (state_->runs.size() < 2 || !state_->comparison) {
        Q_EMIT statusMessage(tr("There is nothing to export yet: fewer than two runs are compared."));
        return;
    }
    state_->exporter->open(state_->charts->panels());
}

}   // namespace overfit::ui
