#include "ui/main_window/main_window.h"

#include "ui/compare/comparison_view.h"
#include "ui/data/data_view.h"
#include "ui/desktop/run_notices.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/library/run_actions.h"
#include "ui/library/run_library_view.h"
#include "ui/live/live_view.h"
#include "ui/main_window/centre_views.h"
#include "ui/main_window/config_history.h"
#include "ui/main_window/experiment_files.h"
#include "ui/main_window/message_bar.h"
#include "ui/main_window/panels.h"
#include "ui/main_window/status_line.h"
#include "ui/main_window/window_actions.h"
#include "ui/preview/preview_view.h"
#include "ui/queue/kept_queue.h"
#include "ui/queue/queue_view.h"
#include "ui/queue/queue_words.h"
#include "ui/queue/seeds_dialog.h"
#include "ui/quick_start/quick_start_flow.h"
#include "ui/quick_start/quick_start_page.h"
#include "ui/quick_start/reading_help.h"
#include "ui/session/chosen_runs.h"
#include "ui/session/data_lookup.h"
#include "ui/session/live_pace.h"
#include "ui/session/run_session.h"
#include "ui/settings/themed_icon.h"
#include "ui/worker/outcome_words.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QEvent>
#include <QLabel>
#include <QMenuBar>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace overfit::ui {

namespace {

using State = TrainingController::State;

QWidget* stacked(QWidget* above, QWidget* below, QWidget* parent) {
    auto* both = new QWidget(parent);
    auto* column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(above);
    column->addWidget(below, 1);
    return both;
}

}   // namespace

MainWindow::MainWindow(AppSettings& settings, WindowServices services, QWidget* parent)
    : QMainWindow(parent),
      settings_(settings),
      services_(std::move(services)),
      controller_(new TrainingController(services_.train, services_.resume, this)),
      session_(new RunSession(*controller_, this)),
      probe_(new EngineProbe(services_.askEngine, this)),
      lookup_(new DataLookup(this)),
      pace_(new LivePace(threadCpuSeconds, this)),
      actions_(new WindowActions(this)),
      files_(new ExperimentFiles(*this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(programIcon());
    setDockNestingEnabled(true);
    buildCentre();
    buildPanels();
    buildToolBar();
    connectActions();
    connectHelpActions();
    connectSettings();
    connectRunActions();
    connectTraining();
    connectViews();
    connectQuickStart();
    restoreSession();
    updateActions();
    updateProgress();
    updateTitle();
}

MainWindow::~MainWindow() {
    hide();   // a name that is being typed is taken now, while all that hears of it is there
    keptQueue_->closeSession();
    // First of all: nobody may hear of a run while the views go.
    delete controller_;
}

void MainWindow::buildCentre() {
    statusLine_ = new StatusLine(this);
    setStatusBar(statusLine_);
    message_ = new MessageBar(this);
    live_ = new LiveView(this);
    comparison_ = new ComparisonView(this);
    data_ = new DataView(services_.fetch, this);
    quickStartPage_ = new QuickStartPage(this);
    readingHelp_ = new ReadingHelp(this);
    quickStart_ = new QuickStartFlow(
        *controller_, *session_, [this](const QString& folder) { return quickStartRecord(folder); }, this);
    centre_ = new CentreViews(readingHelp_, quickStartPage_, this);
    centre_->addView(live_, tr("Live"), QStringLiteral("live"));
    centre_->addView(comparison_, tr("Compare"), QStringLiteral("compare"));
    centre_->addView(data_, tr("Data"), QStringLiteral("data"));
    setCentralWidget(stacked(message_, centre_, this));
}

void MainWindow::buildPanels() {
    form_ = new ExperimentForm(this);
    preview_ = new PreviewView(form_);
    form_->setPreview(preview_);
    library_ = new RunLibraryView(colours_, this);
    keptQueue_ = new KeptQueue(*controller_, settings_, this);
    queue_ = new QueueView(*controller_, *keptQueue_, this);
    new RunNotices(*controller_, settings_, *this);
    history_ = new ConfigHistory(*form_, this);
    chosen_ = new ChosenRuns(*library_, colours_, *session_, this);
    panels_ = new Panels(*this, form_, stacked(queue_, library_, this));
    actions_->undo = history_->stack().createUndoAction(this, tr("&Undo"));
    actions_->redo = history_->stack().createRedoAction(this, tr("&Redo"));
    actions_->undo->setProperty("steadyName", tr("&Undo"));
    actions_->redo->setProperty("steadyName", tr("&Redo"));
    actions_->undo->setShortcut(QKeySequence::Undo);
    QList<QKeySequence> redoKeys{QKeySequence(QKeySequence::Redo)};   // one of these on most desktops
    for (const QKeySequence& other : {QKeySequence(tr("Ctrl+Shift+Z")), QKeySequence(tr("Ctrl+Y"))}) {
        if (!redoKeys.contains(other)) redoKeys << other;
    }
    actions_->redo->setShortcuts(redoKeys);
    const RunActions& onRuns = library_->runActions();
    actions_->buildMenus(*menuBar(), {panels_->toggleActions(), onRuns.inMenu(), onRuns.inViewMenu()});
}

QString MainWindow::openExperiment(const QString& yamlFile) { return files_->open(yamlFile); }

void MainWindow::openRuns(const QStringList& folders) {
    QStringList paths;
    for (const QString& folder : folders) paths << QDir::cleanPath(QDir(folder).absolutePath());
    library_->openFolders(paths);
    settings_.setOpenedFolders(library_->elsewhere());
    showLive();
    showStatus(paths.size() == 1 ? tr("Opened %1").arg(paths.front()) : tr("Opened %1 runs").arg(paths.size()));
}

void MainWindow::setExperiment(const ExperimentConfig& config, const QString& status) {
    form_->setConfig(config);
    form_->showTop();
    panels_->show(form_);
    formStatus_ = status;
    if (!status.isEmpty()) showStatus(status);
}

void MainWindow::experimentChanged() {
    statusLine_->withdraw(formStatus_);   // the form holds something else now
    if (refusalIsOfForm_) withdrawRefusal();
    lookup_->follow(form_->config(), services_.places->dataRoots());
    probe_->ask(form_->config());
    problemsChanged();
    saveSoon_.start();
}

void MainWindow::problemsChanged() {
    preview_->setExperiment(form_->config(), form_->problems());
    updateActions();
    if (actions_->run->statusTip() != whyNot_) statusLine_->withdraw(whyNot_);   // no more, or for another reason
}

void MainWindow::lookForData() { lookup_->look(form_->config(), services_.places->dataRoots()); }

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && form_) lookForData();
}

void MainWindow::start() {
    if (closing_ || !form_->problems().empty()) return;
    if (controller_->state() == State::Idle) {
        nextChoice_ = Choice::Replace;
        showLive();   // what waits leaves the view as it is: who compares meanwhile goes on
    }
    message_->dismiss();
    readingHelp_->hide();
    controller_->enqueue(form_->config());
    const bool waits = !controller_->queue().empty();
    const QueuedExperiment& newest = waits ? controller_->queue().back() : *controller_->running();
    const QString name = QString::fromStdString(newest.config.name);
    const QString repeated = repeatedBy(newest, controller_->running(), controller_->queue());
    if (!waits) return showStatus(tr("Started %1").arg(name));
    const QString waiting = tr("%1 waits in the queue").arg(name);
    showStatus(repeated.isEmpty() ? waiting : tr("%1. It repeats %2: another seed is another draw").arg(waiting, repeated));
}

void MainWindow::tellWhyNot() {
    if (!form_->problems().empty()) panels_->show(form_);
    form_->focusFirstProblem();
    whyNot_ = actions_->run->statusTip();
    showStatus(whyNot_);
}

void MainWindow::resume(const QString& folder, const ExperimentConfig& config) {
    if (closing_) return;
    const QString name = QString::fromStdString(config.name);
    const bool waits = controller_->state() != State::Idle;
    if (!waits) {
        nextChoice_ = Choice::Replace;
        showLive();
    }
    if (!controller_->resume(folder.toStdString(), config)) {
        showStatus(tr("%1 is running or waiting to go on already").arg(name));
        return;
    }
    message_->dismiss();
    showStatus((waits ? tr("%1 waits to go on") : tr("%1 goes on")).arg(name));
}

void MainWindow::queueWithSeeds() {
    auto* dialog = new SeedsDialog(form_->config(), this);
    connect(dialog, &SeedsDialog::chosen, this, [this](const std::vector<ExperimentConfig>& series) {
        if (closing_) return;
        if (controller_->state() == State::Idle) nextChoice_ = Choice::Replace;
        for (const ExperimentConfig& config : series) controller_->enqueue(config);
        showStatus(tr("%1 experiments queued, each with a seed of its own").arg(series.size()));
    });
    dialog->show();
}

void MainWindow::followRun(const QString& folder) {
    chosenBefore_ = library_->chosen();
    if (nextChoice_ == Choice::Replace) {
        library_->choose({folder});
    } else {
        library_->chooseAlso(folder);
    }
    nextChoice_ = Choice::Add;   // what waits in the queue joins
    library_->rescan();
}

void MainWindow::tellEnd(const RunOutcome& outcome) {
    library_->model()->setLive({}, 0.0, {});
    const bool refused = outcome.folder.isEmpty() && !session_->folder().isEmpty();
    if (refused && library_->chosen().contains(session_->folder())) {
        takeOutOfComparison(session_->folder());
        if (library_->chosen().isEmpty()) library_->choose(chosenBefore_);   // which it took the place of
    }
    library_->rescan();
    probe_->learnSpeed(session_->config(), session_->typicalImagesPerSecond());
    probe_->ask(form_->config());
    const QString name = QString::fromStdString(session_->config().name);
    showStatus(tr("%1: %2").arg(name, outcomeWords(outcome).section(QLatin1Char('\n'), 0, 0)));
    if (outcome.error.isEmpty()) return;
    refusal_ = tr("%1 could not be trained. %2").arg(name, outcome.error);
    refusalIsOfForm_ = areEqualButForTheName(form_->config(), session_->config());
    showProblem(refusal_);
}

void MainWindow::withdrawRefusal() {
    message_->withdraw(refusal_);
    refusalIsOfForm_ = false;
}

void MainWindow::updateActions() { actions_->update(controller_->state(), form_->problems(), controller_->queue().size()); }

void MainWindow::updateProgress() {
    const LiveProgress progress = session_->progress();
    live_->setProgress(progress, chosen_->lookedAt());
    taskbar_.show(session_->isRunning() ? std::optional(session_->share()) : std::nullopt);
    if (session_->isRunning()) {
        library_->model()->setLive(session_->folder(), session_->share(), session_->keyNumbers());
        queue_->setRunning({session_->share(), session_->keyNumbers(), progress.secondsLeft});
    }
    showMachine();
    updateTitle();
}

void MainWindow::updateCharts() {
    const std::vector<ShownRun> runs = chosen_->shown();
    live_->setRuns(runs);
    comparison_->setRuns(runs);
}

void MainWindow::updateTitle() {
    const QString program = tr("Overfit Workbench");
    QString title = program;
    if (session_->isRunning()) {
        const int percent = static_cast<int>(100 * session_->share());
        title = tr("%1 % · %2 - %3").arg(QString::number(percent), QString::fromStdString(session_->config().name), program);
    }
    if (title != windowTitle()) setWindowTitle(title);
}

void MainWindow::showLive() { centre_->showView(live_); }

void MainWindow::showComparison() { centre_->showView(comparison_); }

void MainWindow::showDataset() {
    centre_->showView(data_);
    data_->showDataset(QString::fromStdString(form_->config().data.dataset));
}

void MainWindow::exportFigure() {
    if (centre_->shownView() == comparison_)
        comparison_->exportFigure();
    else
        live_->exportFigure();
}

void MainWindow::rememberExport(const ExportMemory& memory) {
    live_->setExportMemory(memory);
    comparison_->setExportMemory(memory);
}

void MainWindow::resetZoom() {
    if (centre_->shownView() == comparison_)
        comparison_->resetZoom();
    else
        live_->resetZoom();
}

void MainWindow::takeOutOfComparison(const QString& folder) {
    QStringList others = library_->chosen();
    others.removeAll(folder);
    library_->choose(others);
}

void MainWindow::showStatus(const QString& text) { statusLine_->tell(text); }

void MainWindow::showProblem(const QString& text) { message_->tell(MessageBar::Kind::Error, text); }

}   // namespace overfit::ui
