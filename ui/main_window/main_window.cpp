#include "ui/main_window/main_window.h"

#include "core/data/dataset_table.h"
#include "core/runs/run_store.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/library/run_library_view.h"
#include "ui/live/live_view.h"
#include "ui/main_window/chosen_runs.h"
#include "ui/main_window/config_history.h"
#include "ui/main_window/experiment_files.h"
#include "ui/main_window/live_pace.h"
#include "ui/main_window/message_bar.h"
#include "ui/main_window/panels.h"
#include "ui/main_window/queue_strip.h"
#include "ui/main_window/quick_start_flow.h"
#include "ui/main_window/quick_start_page.h"
#include "ui/main_window/reading_help.h"
#include "ui/main_window/run_session.h"
#include "ui/main_window/themed_icon.h"
#include "ui/main_window/window_actions.h"
#include "ui/settings/theme.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QThread>
#include <QVBoxLayout>

namespace overfit::ui {

namespace {

using State = TrainingController::State;

constexpr int saveSoonMilliseconds = 1500;
constexpr int statusMilliseconds = 10000;

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
      controller_(new TrainingController(services_.train, this)),
      session_(new RunSession(*controller_, this)),
      probe_(new EngineProbe(services_.askEngine, this)),
      pace_(new LivePace(threadCpuSeconds, this)),
      actions_(new WindowActions(this)),
      files_(new ExperimentFiles(*this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(programIcon());
    setDockNestingEnabled(true);
    buildCentre();
    buildPanels();
    buildToolBar();
    statusBar()->setSizeGripEnabled(false);
    connectActions();
    connectRunActions();
    connectTraining();
    connectViews();
    restoreSession();
    placesChanged();
    updateActions();
    updateProgress();
    updateTitle();
}

MainWindow::~MainWindow() {
    // First of all: nobody may hear of a run while the views go.
    delete controller_;
}

void MainWindow::buildCentre() {
    message_ = new MessageBar(this);
    live_ = new LiveView(this);
    quickStartPage_ = new QuickStartPage(this);
    readingHelp_ = new ReadingHelp(this);
    quickStart_ = new QuickStartFlow(*controller_, *session_, *readingHelp_, this);
    centre_ = new QStackedWidget(this);
    centre_->addWidget(live_);
    centre_->addWidget(quickStartPage_);
    auto* middle = stacked(readingHelp_, centre_, this);
    setCentralWidget(stacked(message_, middle, this));
}

void MainWindow::buildPanels() {
    form_ = new ExperimentForm(this);
    library_ = new RunLibraryView(colours_, this);
    queueStrip_ = new QueueStrip(this);
    history_ = new ConfigHistory(*form_, this);
    chosen_ = new ChosenRuns(*library_, colours_, *session_, this);
    panels_ = new Panels(*this, form_, stacked(queueStrip_, library_, this));
    actions_->undo = history_->stack().createUndoAction(this, tr("&Undo"));
    actions_->redo = history_->stack().createRedoAction(this, tr("&Redo"));
    actions_->undo->setShortcut(QKeySequence::Undo);
    actions_->redo->setShortcut(QKeySequence::Redo);
    actions_->buildMenus(*menuBar(), panels_->toggleActions());
    library_->addActions({actions_->renameRun, actions_->useRunsExperiment, actions_->showRunFolder});
}

void MainWindow::connectActions() {
    const auto on = [this](QAction* action, auto&& act) { connect(action, &QAction::triggered, this, act); };
    on(actions_->newExperiment, [this] { setExperiment(ExperimentConfig{}, tr("The form holds the defaults")); });
    on(actions_->openExperiment, [this] { files_->askAndOpen(); });
    on(actions_->saveExperiment, [this] { files_->askAndSave(form_->config()); });
    on(actions_->copyYaml, [this] { files_->copy(form_->config()); });
    on(actions_->openRun, [this] {
        const QString start = QString::fromStdString(services_.places->runsDir().string());
        files_->askFolder(tr("Open run folder"), start, [this](const QString& folder) { openRuns({folder}); });
    });
    on(actions_->chooseRunsFolder, [this] {
        const QString start = QString::fromStdString(services_.places->runsDir().string());
        files_->askFolder(tr("Choose runs folder"), start, [this](const QString& folder) { chooseRunsFolder(folder); });
    });
    on(actions_->chooseDataFolder, [this] {
        files_->askFolder(tr("Choose data folder"), settings_.dataRoot(),
                          [this](const QString& folder) { chooseDataFolder(folder); });
    });
    on(actions_->exportFigure, [this] { live_->exportFigure(); });
    on(actions_->quit, [this] { close(); });
    on(actions_->showLive, [this] { showLive(); });
    on(actions_->nextPanel, [this] { panels_->focusNext(); });
    on(actions_->resetZoom, [this] { live_->resetZoom(); });
    on(actions_->resetLayout, [this] { panels_->resetLayout(); });
    on(actions_->whatIsThis, [this] { showHelpOfFocus(); });
    connect(actions_, &WindowActions::themeChosen, this, [this](Theme theme) {
        settings_.setTheme(theme);
        applyTheme(theme);
    });
}

void MainWindow::connectTraining() {
    connect(controller_, &TrainingController::stateChanged, this, &MainWindow::updateActions);
    connect(controller_, &TrainingController::queueChanged, this, [this] {
        queueStrip_->setQueue(controller_->queue());
        updateActions();
    });
    connect(controller_, &TrainingController::stateChanged, this, [this](State state) {
        // Queued: the controller is still telling others.
        if (closing_ && state == State::Idle) QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    });
    connect(session_, &RunSession::folderKnown, this, &MainWindow::followRun);
    connect(session_, &RunSession::progressChanged, pace_, &LivePace::request);
    connect(session_, &RunSession::ended, pace_, &LivePace::flush);
    connect(session_, &RunSession::started, this, &MainWindow::followPace);
    connect(pace_, &LivePace::due, this, [this] {
        followPace();
        updateProgress();
        updateCharts();
    });
    connect(session_, &RunSession::ended, this, &MainWindow::tellEnd);
    connect(probe_, &EngineProbe::answered, form_, &ExperimentForm::setFacts);
    connect(probe_, &EngineProbe::machineKnown, this, [this](const QString& machine, const QString& problem) {
        machineText_ = machine;
        engineProblem_ = problem;
        updateProgress();
    });
}

void MainWindow::connectViews() {
    connect(form_, &ExperimentForm::configChanged, this, &MainWindow::experimentChanged);
    connect(form_, &ExperimentForm::problemsChanged, this, &MainWindow::updateActions);
    connect(live_, &LiveView::stopRequested, controller_, &TrainingController::requestStop);
    connect(live_, &LiveView::quickStartRequested, this, &MainWindow::showQuickStart);
    connect(live_, &LiveView::runActivated, library_, &RunLibraryView::makeCurrent);
    connect(live_, &LiveView::statusMessage, this, &MainWindow::showStatus);
    connect(library_, &RunLibraryView::chosenChanged, this, [this] {
        if (!library_->chosen().isEmpty()) showLive();
        saveSoon_.start();
    });
    connect(library_, &RunLibraryView::currentChanged, this, &MainWindow::updateActions);
    connect(library_, &RunLibraryView::openFolderRequested, actions_->openRun, &QAction::trigger);
    connect(library_, &RunLibraryView::quickStartRequested, this, &MainWindow::showQuickStart);
    connect(library_, &RunLibraryView::statusMessage, this, &MainWindow::showStatus);
    connect(library_, &RunLibraryView::problemFound, this, &MainWindow::showProblem);
    connect(chosen_, &ChosenRuns::changed, this, &MainWindow::updateCharts);
    connect(queueStrip_, &QueueStrip::clearRequested, controller_, &TrainingController::clearQueue);
    connect(files_, &ExperimentFiles::opened, this, [this](const ExperimentConfig& config) { setExperiment(config, {}); });
    connect(files_, &ExperimentFiles::statusMessage, this, &MainWindow::showStatus);
    connect(files_, &ExperimentFiles::problemFound, this, &MainWindow::showProblem);
    connect(quickStartPage_, &QuickStartPage::startRequested, this, &MainWindow::startQuickStart);
    connect(quickStartPage_, &QuickStartPage::dismissed, this, [this] {
        showLive();
        panels_->show(form_);
    });
    connect(readingHelp_, &ReadingHelp::trueLabelsRequested, this, [this] {
        setExperiment(quickStart_->experiments().trueLabels, tr("The form holds the experiment with true labels"));
    });
    connect(readingHelp_, &ReadingHelp::randomLabelsRequested, this, [this] {
        setExperiment(quickStart_->experiments().randomLabels, tr("The form holds the experiment with random labels"));
    });
    connect(readingHelp_, &ReadingHelp::halfCorruptedRequested, this, &MainWindow::proposeHalfCorrupted);
    saveSoon_.setSingleShot(true);
    saveSoon_.setInterval(saveSoonMilliseconds);
    connect(&saveSoon_, &QTimer::timeout, this, &MainWindow::saveSession);
}

void MainWindow::openExperiment(const QString& yamlFile) { files_->open(yamlFile); }

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
    panels_->show(form_);
    if (!status.isEmpty()) showStatus(status);
}

void MainWindow::experimentChanged() {
    lookForData();
    probe_->ask(form_->config());
    updateActions();
    saveSoon_.start();
}

void MainWindow::lookForData() {
    const std::vector<std::filesystem::path> roots = data_roots(services_.places->dataRoots());
    std::vector<Problem> missing;
    const auto presence = locate_dataset(form_->config().data.dataset, roots);
    if (!presence.present && !presence.how_to_get.empty()) missing.push_back({"data.dataset", presence.how_to_get});
    form_->setExtraProblems(std::move(missing));
}

void MainWindow::chooseRunsFolder(const QString& folder) {
    settings_.setRunsDir(folder);
    services_.places->setRunsDir(folder.toStdString());
    placesChanged();
    showStatus(tr("Runs are kept in %1").arg(folder));
}

void MainWindow::chooseDataFolder(const QString& folder) {
    settings_.setDataRoot(folder);
    services_.places->setDataRoots({folder.toStdString()});
    placesChanged();
    showStatus(tr("Data sets are looked for in %1 first").arg(folder));
}

void MainWindow::placesChanged() {
    const QString runsDir = QString::fromStdString(services_.places->runsDir().string());
    library_->setPlaces(runsDir, library_->elsewhere());
    showRunsFolder(runsDir);
    const auto roots = data_roots(services_.places->dataRoots());
    quickStartPage_->setDataRoots(roots);
    const auto presence = locate_dataset(quickStart_->experiments().trueLabels.data.dataset, roots);
    quickStartPage_->setObstacle(presence.present ? QString() : QString::fromStdString(presence.how_to_get));
    lookForData();
}

void MainWindow::start() {
    if (closing_ || !form_->problems().empty()) return;
    if (controller_->state() == State::Idle) nextChoice_ = Choice::Replace;
    const bool waits = controller_->state() != State::Idle;
    message_->dismiss();
    readingHelp_->hide();
    controller_->enqueue(form_->config());
    showStatus(waits ? tr("%1 waits in the queue").arg(QString::fromStdString(form_->config().name))
                     : tr("Started %1").arg(QString::fromStdString(form_->config().name)));
}

void MainWindow::showQuickStart() { centre_->setCurrentWidget(quickStartPage_); }

void MainWindow::startQuickStart() {
    if (closing_) return;
    if (controller_->state() == State::Idle) nextChoice_ = Choice::Replace;
    message_->dismiss();
    settings_.setQuickStartSeen(true);
    form_->setConfig(quickStart_->experiments().randomLabels);
    quickStart_->start();
    showLive();
    showStatus(tr("Training with true labels first, then with random ones"));
}

void MainWindow::proposeHalfCorrupted() {
    ExperimentConfig half = quickStart_->experiments().randomLabels;
    half.name = "half of the labels random";
    half.corruption.labels.fraction = 0.5;
    setExperiment(half, tr("Half of the labels are to be drawn by lot. Run trains it."));
    form_->focusField(QStringLiteral("corruption.labels.fraction"));
}

void MainWindow::followRun(const QString& folder) {
    if (nextChoice_ == Choice::Replace) {
        library_->choose({folder});
    } else {
        library_->chooseAlso(folder);
    }
    nextChoice_ = Choice::Add;   // what waits in the queue joins
    library_->rescan();
    showLive();
}

void MainWindow::tellEnd(const RunOutcome& outcome) {
    library_->model()->setLive({}, 0.0, {});
    library_->rescan();
    probe_->learnSpeed(session_->config(), session_->imagesPerSecond());
    probe_->ask(form_->config());
    const QString name = QString::fromStdString(session_->config().name);
    showStatus(tr("%1: %2").arg(name, outcomeWords(outcome).section(QLatin1Char('\n'), 0, 0)));
    if (!outcome.error.isEmpty()) showProblem(tr("%1 could not be trained. %2").arg(name, outcome.error));
}

void MainWindow::updateActions() {
    const RunListing* run = library_->runOf(library_->currentFolder());
    actions_->update(controller_->state(), form_->problems(), controller_->queue().size(), run && run->record);
}

void MainWindow::updateProgress() {
    const LiveProgress progress = session_->progress();
    live_->setProgress(progress);
    if (session_->isRunning()) library_->model()->setLive(session_->folder(), session_->share(), session_->keyNumbers());
    showMachine();
    updateTitle();
}

void MainWindow::followPace() {
    const bool spare = session_->trainsElsewhere() || session_->threads() < QThread::idealThreadCount();
    pace_->setCores(spare ? LivePace::Cores::Spare : LivePace::Cores::AllTraining);
}

void MainWindow::updateCharts() { live_->setRuns(chosen_->shown()); }

void MainWindow::updateTitle() {
    const QString program = tr("Overfit Workbench");
    QString title = program;
    if (session_->isRunning()) {
        const int percent = static_cast<int>(100 * session_->share());
        title = tr("%1 % · %2 - %3").arg(QString::number(percent), QString::fromStdString(session_->config().name), program);
    }
    if (title != windowTitle()) setWindowTitle(title);
}

void MainWindow::showLive() { centre_->setCurrentWidget(live_); }

void MainWindow::showStatus(const QString& text) { statusBar()->showMessage(text, statusMilliseconds); }

void MainWindow::showProblem(const QString& text) { message_->tell(MessageBar::Kind::Error, text); }

}   // namespace overfit::ui
