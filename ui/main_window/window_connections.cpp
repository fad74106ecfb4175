// Who of the window hears of what.

#include "ui/compare/comparison_view.h"
#include "ui/data/data_view.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/library/run_actions.h"
#include "ui/library/run_library_view.h"
#include "ui/live/live_view.h"
#include "ui/main_window/centre_views.h"
#include "ui/main_window/config_history.h"
#include "ui/main_window/experiment_files.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/panels.h"
#include "ui/main_window/status_line.h"
#include "ui/main_window/window_actions.h"
#include "ui/preview/preview_view.h"
#include "ui/queue/queue_view.h"
#include "ui/session/chosen_runs.h"
#include "ui/session/data_lookup.h"
#include "ui/session/live_pace.h"
#include "ui/session/run_session.h"

#include <QAction>

namespace overfit::ui {

namespace {

using State = TrainingController::State;

constexpr int saveSoonMilliseconds = 1500;

}   // namespace

void MainWindow::connectActions() {
    const auto on = [this](QAction* action, auto&& act) { connect(action, &QAction::triggered, this, act); };
    on(actions_->newExperiment, [this] { setExperiment(settings_.newExperiment(), tr("The form holds the defaults")); });
    on(actions_->openExperiment, [this] { files_->askAndOpen(); });
    on(actions_->saveExperiment, [this] { files_->askAndSave(form_->config()); });
    on(actions_->copyYaml, [this] { files_->copy(form_->config()); });
    on(actions_->openRun, [this] {
        const QString start = QString::fromStdString(services_.places->runsDir().string());
        files_->askFolder(tr("Open run folder"), start, [this](const QString& folder) { openRuns({folder}); });
    });
    on(actions_->exportFigure, [this] { exportFigure(); });
    on(actions_->quit, [this] { close(); });
    on(actions_->showLive, [this] { showLive(); });
    on(actions_->showComparison, [this] { showComparison(); });
    on(actions_->showData, [this] {
        centre_->showView(data_);
        data_->focusFilter();
    });
    on(actions_->nextPanel, [this] { panels_->focusNext(Panels::Direction::Next); });
    on(actions_->previousPanel, [this] { panels_->focusNext(Panels::Direction::Previous); });
    on(actions_->resetZoom, [this] { resetZoom(); });
    on(actions_->resetLayout, [this] {
        panels_->resetLayout();
        showStatus(tr("All panels are back in their places"));
    });
    connect(history_, &ConfigHistory::undid, this, [this](const QString& what) { showStatus(tr("Undid: %1").arg(what)); });
    connect(&history_->stack(), &QUndoStack::indexChanged, statusLine_, &StatusLine::withdrawOffer);
    on(actions_->redo, [this] { showStatus(tr("Did again: %1").arg(history_->stack().undoText())); });
}

void MainWindow::connectTraining() {
    connect(controller_, &TrainingController::stateChanged, this, &MainWindow::updateActions);
    connect(controller_, &TrainingController::stateChanged, library_,
            [this](State state) { library_->setTraining(state != State::Idle); });
    connect(controller_, &TrainingController::queueChanged, this, &MainWindow::updateActions);
    connect(controller_, &TrainingController::stateChanged, this, [this](State state) {
        // Somebody starts anew. What goes on by itself behind a failed run leaves the words about that one.
        if (state == State::Running) withdrawRefusal();
    });
    connect(controller_, &TrainingController::stateChanged, this, [this](State state) {
        // Queued: the controller is still telling others.
        if (closing_ && state == State::Idle) QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    });
    controller_->setNamesElsewhere([this] { return library_->model()->names(); });
    connect(session_, &RunSession::folderKnown, this, &MainWindow::followRun);
    connect(session_, &RunSession::progressChanged, pace_, &LivePace::request);
    connect(session_, &RunSession::ended, pace_, &LivePace::flush);
    connect(session_, &RunSession::started, this, [this] { pace_->setCores(session_->cores()); });
    connect(pace_, &LivePace::due, this, [this] {
        pace_->setCores(session_->cores());
        updateProgress();
        updateCharts();
    });
    connect(session_, &RunSession::ended, this, &MainWindow::tellEnd);
    connect(lookup_, &DataLookup::found, form_, [this](const std::vector<Problem>& missing, bool canBeFetched) {
        form_->setExtraProblems(missing);
        form_->setOffer(QStringLiteral("data.dataset"), canBeFetched ? tr("Get it in the Data view") : QString());
    });
    connect(probe_, &EngineProbe::answered, form_, &ExperimentForm::setFacts);
    connect(probe_, &EngineProbe::machineKnown, this, [this](const QString& machine, const QString& problem) {
        machineText_ = machine;
        engineProblem_ = problem;
        updateProgress();
    });
}

void MainWindow::connectViews() {
    connect(form_, &ExperimentForm::configChanged, this, &MainWindow::experimentChanged);
    connect(form_, &ExperimentForm::problemsChanged, this, &MainWindow::problemsChanged);
    connect(preview_, &PreviewView::newDrawRequested, this, [this](const QStringList& fields, quint64 seed) {
        form_->edit(fields, FieldValue(std::uint64_t{seed}));
        showStatus(
            tr("Drawn anew, with %1 = %2. Undo brings the draw of before back.").arg(fields.join(tr(" and "))).arg(seed));
    });
    connect(preview_, &PreviewView::dataFolderRequested, actions_->chooseDataFolder, &QAction::trigger);
    connect(live_, &LiveView::stopRequested, controller_, &TrainingController::requestStop);
    connect(live_, &LiveView::quickStartRequested, this, &MainWindow::showQuickStart);
    connect(live_, &LiveView::runActivated, library_, &RunLibraryView::makeCurrent);
    connect(live_, &LiveView::statusMessage, this, &MainWindow::showStatus);
    const auto keepExport = [this](const ExportMemory& memory) {
        settings_.setExport(memory.options, memory.folder);
        rememberExport(memory);
    };
    connect(live_, &LiveView::exportRemembered, this, keepExport);
    connect(comparison_, &ComparisonView::exportRemembered, this, keepExport);
    connect(comparison_, &ComparisonView::removeRequested, this, &MainWindow::takeOutOfComparison);
    connect(comparison_, &ComparisonView::chooseRequested, library_, &RunLibraryView::focusSearch);
    connect(comparison_, &ComparisonView::quickStartRequested, this, &MainWindow::showQuickStart);
    connect(comparison_, &ComparisonView::runActivated, library_, &RunLibraryView::makeCurrent);
    connect(comparison_, &ComparisonView::statusMessage, this, &MainWindow::showStatus);
    connect(form_, &ExperimentForm::statusMessage, this, &MainWindow::showStatus);
    connect(form_, &ExperimentForm::offerTaken, this, &MainWindow::showDataset);
    connect(data_, &DataView::dataChanged, this, &MainWindow::placesChanged);
    connect(data_, &DataView::statusMessage, this, &MainWindow::showStatus);
    connect(data_, &DataView::becameIdle, this, [this] {
        if (closing_) QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    });
    connect(library_, &RunLibraryView::chosenChanged, this, [this] {
        // Out of the quick start; a view that is shown already follows the choice.
        if (!library_->chosen().isEmpty() && !centre_->shownView()) showLive();
        saveSoon_.start();
    });
    connect(library_->runActions().table, &QAction::toggled, this,
            [this](bool table) { panels_->setRunsWidth(table ? Panels::RunsWidth::Table : Panels::RunsWidth::Cards); });
    connect(library_, &RunLibraryView::compareRequested, this, &MainWindow::showComparison);
    connect(library_, &RunLibraryView::experimentRequested, this,
            [this](const ExperimentConfig& config) { setExperiment(config, tr("The form holds that run's experiment")); });
    connect(library_, &RunLibraryView::resumeRequested, this, &MainWindow::resume);
    const auto offerUndo = [this](const QString& done, const QString& what, const std::function<void()>& undo,
                                  const std::function<void()>& redo) {
        history_->addDone(what, undo, redo);
        if (!done.isEmpty()) statusLine_->tell(done, tr("Undo"), [this] { history_->stack().undo(); });
    };
    connect(library_, &RunLibraryView::undoOffered, this, offerUndo);
    connect(queue_, &QueueView::undoOffered, this, offerUndo);
    connect(queue_, &QueueView::lastSessionStarted, history_, &ConfigHistory::forgetUndone);
    connect(library_, &RunLibraryView::listed, queue_,
            [this] { queue_->followRuns([this](const QString& folder) { return library_->runOf(folder); }); });
    connect(library_, &RunLibraryView::openFolderRequested, actions_->openRun, &QAction::trigger);
    connect(library_, &RunLibraryView::quickStartRequested, this, &MainWindow::showQuickStart);
    connect(library_, &RunLibraryView::statusMessage, this, &MainWindow::showStatus);
    connect(library_, &RunLibraryView::problemFound, this, &MainWindow::showProblem);
    connect(chosen_, &ChosenRuns::changed, this, &MainWindow::updateCharts);
    connect(chosen_, &ChosenRuns::lookedAtChanged, this, &MainWindow::updateProgress);
    connect(queue_, &QueueView::editRequested, this, [this](const ExperimentConfig& config) { setExperiment(config, {}); });
    connect(queue_, &QueueView::runActivated, this, [this](const QString& folder) { library_->choose({folder}); });
    connect(files_, &ExperimentFiles::opened, this, [this](const ExperimentConfig& config) { setExperiment(config, {}); });
    connect(files_, &ExperimentFiles::statusMessage, this, &MainWindow::showStatus);
    connect(files_, &ExperimentFiles::problemFound, this, &MainWindow::showProblem);
    connect(files_, &ExperimentFiles::written, this, [this](bool well) {
        if (!closing_) return;
        // Nothing else was to be waited for: the window stays, with the reason.
        if (!well && mayClose()) {
            closing_ = false;
            queue_->setEnabled(true);
            data_->setEnabled(true);
        }
        if (closing_) QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    });
    const auto saveSoon = qOverload<>(&QTimer::start);
    connect(library_, &RunLibraryView::stateChanged, &saveSoon_, saveSoon);
    connect(live_, &LiveView::stateChanged, &saveSoon_, saveSoon);
    connect(comparison_, &ComparisonView::stateChanged, &saveSoon_, saveSoon);
    connect(data_, &DataView::panesChanged, &saveSoon_, saveSoon);
    connect(form_, &ExperimentForm::sectionsChanged, &saveSoon_, saveSoon);
    connect(centre_, &CentreViews::shownViewChanged, &saveSoon_, saveSoon);
    saveSoon_.setSingleShot(true);
    saveSoon_.setInterval(saveSoonMilliseconds);
    connect(&saveSoon_, &QTimer::timeout, this, &MainWindow::saveSession);
}

}   // namespace overfit::ui
