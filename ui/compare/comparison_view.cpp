#include "ui/compare/comparison_view.h"

#include "core/comparison/comparison_tables.h"
#include "ui/compare/comparison_charts.h"
#include "ui/compare/comparison_controls.h"
#include "ui/compare/comparison_curves.h"
#include "ui/compare/comparison_reader.h"
#include "ui/compare/comparison_table.h"
#include "ui/compare/empty_comparison.h"
#include "ui/compare/run_chips.h"
#include "ui/exports/export_opener.h"

#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int narrowestSettings = 220;     // pixels
constexpr double mostOfWidth = 0.45;       // for the settings; the rest is the charts'
constexpr int redrawMilliseconds = 100;    // as the live charts: 10 Hz at most
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
    ExportOpener* exporter = nullptr;

    std::vector<ShownRun> runs;
    std::shared_ptr<const Comparison> comparison;   // null until the first was read
    QTimer redraw, reread;
    QStringList requested;   // folders that the reader was last asked for
    bool stale = false;      // runs came while hidden
    QSplitter* upper = nullptr;
    bool widthChosen = false;   // the reader moved the splitter

    const ComparisonChoice& choice() const { return controls->choice(); }

    void request() {
        requested = foldersOf(runs);
        reread.stop();
        reader->request({.folders = requested,
                         .grouping = choice().groupSeeds ? Grouping::Seeds : Grouping::Off,
                         .base = choice().base});
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
        fitSettings();
        results->setTable(in_readable_direction(results_text_table(*comparison)), results_data_table(*comparison));
    }

    /// As wide as its table, as long as the charts have most of the width.
    void fitSettings() {
        if (widthChosen) return;
        const int wanted =
            std::max(narrowestSettings, std::min(settings->wantedWidth(), static_cast<int>(mostOfWidth * upper->width())));
        upper->setSizes({wanted, upper->width() - upper->handleWidth() - wanted});
    }

    void drawCharts() {
        redraw.stop();
        if (!comparison) return;
        controls->setRecorded(recordedQuantities(runs));
        if (choice().layout == ComparisonChoice::Layout::Grid)
            charts->showGrid(gridContents(runs, *comparison, choice()));
        else
            charts->showOverlay(overlayContent(runs, *comparison, choice()));
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
        if (foldersOf(runs) != requested)
            request();
        else if (!reread.isActive())
            reread.start();
        showChips();
        if (!redraw.isActive()) redraw.start();
    }
};

ComparisonView::ComparisonView(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>()) {
    build();
    connectParts();
    state_->follow();
}

ComparisonView::~ComparisonView() = default;

void ComparisonView::build() {
    State& s = *state_;
    s.reader = new ComparisonReader(this);
    s.pages = new QStackedWidget(this);
    s.empty = new EmptyComparison(this);
    s.exporter = new ExportOpener(this);
    s.page = new QWidget(this);
    s.chips = new RunChips(s.page);
    s.controls = new ComparisonControls(s.page);
    auto* rows = new QSplitter(Qt::Vertical, s.page);
    auto* upper = s.upper = new QSplitter(Qt::Horizontal, rows);
    s.settings = new ComparisonTable(tr("Settings that differ"), upper);
    s.settings->setEmptyText(tr("The configurations are the same."));
    s.charts = new ComparisonCharts(upper);
    s.results = new ComparisonTable(tr("Results"), rows);
    s.equal = new QToolButton(s.settings);
    s.equal->setCheckable(true);
    s.equal->setAutoRaise(true);
    s.equal->setFocusPolicy(Qt::StrongFocus);
    s.equal->setToolTip(tr("Show the settings that are the same in all runs, too"));
    s.equal->setAccessibleName(tr("Show equal settings"));
    s.settings->addHeadWidget(s.equal);
    upper->addWidget(s.settings);
    upper->addWidget(s.charts);
    upper->setStretchFactor(1, 1);   // what is wider than usual widens the charts
    upper->setSizes({270, 600});
    rows->addWidget(upper);
    rows->addWidget(s.results);
    rows->setStretchFactor(0, 1);
    rows->setSizes({600, 290});
    for (QSplitter* splitter : {rows, upper}) {
        splitter->setChildrenCollapsible(false);
        splitter->setHandleWidth(8);
    }
    auto* page = new QVBoxLayout(s.page);
    page->setContentsMargins(8, 6, 8, 6);
    page->setSpacing(6);
    page->addWidget(s.chips);
    page->addWidget(s.controls);
    page->addWidget(rows, 1);
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

void ComparisonView::connectParts() {
    State& s = *state_;
    const auto change = [this](auto&& edit) {
        ComparisonChoice choice = state_->choice();
        edit(choice);
        state_->controls->setChoice(choice);
        choiceChanged();
    };
    connect(s.exporter, &ExportOpener::statusMessage, this, &ComparisonView::statusMessage);
    connect(s.exporter, &ExportOpener::remembered, this, &ComparisonView::exportRemembered);
    connect(s.reader, &ComparisonReader::ready, this, [this](const std::shared_ptr<const Comparison>& comparison) {
        state_->comparison = comparison;
        state_->showChips();
        state_->showTables();
        state_->drawCharts();
    });
    connect(&s.redraw, &QTimer::timeout, this, [this] { state_->drawCharts(); });
    connect(&s.reread, &QTimer::timeout, this, [this] { state_->request(); });
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
    connect(s.charts, &ComparisonCharts::logYChanged, this, [change](bool on) {
        change([&](ComparisonChoice& choice) {
            (choice.unit == MetricUnit::Fraction ? choice.curves.logAccuracy : choice.curves.logLoss) = on;
        });
    });
    for (ComparisonTable* table : {s.settings, s.results})
        connect(table, &ComparisonTable::copied, this, &ComparisonView::statusMessage);
    connect(s.upper, &QSplitter::splitterMoved, this, [this] { state_->widthChosen = true; });
    connect(s.empty, &EmptyComparison::chooseRequested, this, &ComparisonView::chooseRequested);
    connect(s.empty, &EmptyComparison::quickStartRequested, this, &ComparisonView::quickStartRequested);
}

void ComparisonView::choiceChanged() {
    if (state_->runs.size() >= 2) {
        state_->request();
        state_->showTables();
        state_->drawCharts();
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
    if (state_->runs.size() >= 2) state_->request();
}

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
