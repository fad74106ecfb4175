// The end and the beginning of a session: what is asked before closing, what is kept, what comes back.

#include "core/config/config_yaml.h"
#include "ui/compare/comparison_view.h"
#include "ui/data/data_view.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/library/run_library_view.h"
#include "ui/live/live_view.h"
#include "ui/main_window/centre_views.h"
#include "ui/main_window/config_history.h"
#include "ui/main_window/experiment_files.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/message_bar.h"
#include "ui/main_window/window_actions.h"
#include "ui/queue/kept_queue.h"
#include "ui/queue/queue_view.h"
#include "ui/queue/queue_words.h"
#include "ui/quick_start/quick_start_flow.h"
#include "ui/session/run_session.h"
#include "ui/settings/set_aside.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <algorithm>
#include <exception>

namespace overfit::ui {

namespace {

using State = TrainingController::State;

}   // namespace

QString MainWindow::trainAndClose() {
    if (!form_->problems().empty()) return problemWords(form_->problems().front());
    start();
    closing_ = true;
    return {};
}

QString MainWindow::failure() const {
    const LiveProgress progress = session_->progress();
    return progress.failed ? progress.outcome : QString();
}

bool MainWindow::mayClose() { return controller_->state() == State::Idle && !data_->isBusy() && !files_->isWriting(); }

void MainWindow::askBeforeClosing() {
    QStringList sentences;
    const bool trains = controller_->state() != State::Idle;
    if (trains) {
        const auto goesOn = [](const QueuedExperiment& experiment) { return !experiment.resumed.empty(); };
        const auto resumes = static_cast<int>(std::ranges::count_if(controller_->queue(), goesOn));
        const auto waiting = static_cast<int>(controller_->queue().size()) - resumes;
        const QString name = QString::fromStdString(session_->config().name);
        const QString others = waitingAtCloseWords(waiting, keptQueue_->isOwner());
        sentences << tr("%1 is training%2. Closing the window stops it after the current batch; what it has so far is kept.")
                         .arg(name, others);
        if (resumes > 0) sentences << tr("Runs that wait to be resumed stay in the list, to be resumed at any time.");
    }
    const QString fetching = data_->fetching();
    if (!fetching.isEmpty()) {
        sentences
            << tr("%1: the download is not finished. Closing the window stops it; what came so far is kept, and Resume "
                  "goes on from there.")
                   .arg(fetching);
    }
    if (sentences.isEmpty() && !data_->isBusy()) {   // only writing an experiment's file
        closing_ = true;
        showStatus(tr("Closing when the experiment is written"));
        return;
    }
    if (sentences.isEmpty()) {   // only comparing checksums: nothing is lost
        stopAndClose();
        return;
    }
    message_->tell(MessageBar::Kind::Warning, sentences.join(QLatin1Char(' ')),
                   {{trains ? tr("Keep training") : tr("Keep downloading"), [] {}},
                    {tr("Stop and close"), [this] { stopAndClose(); }}});
}

void MainWindow::askBeforeLosingSettings() {
    message_->tell(MessageBar::Kind::Warning,
                   tr("%1 What this session changed in the form and the window would be forgotten.").arg(saveProblem_),
                   {{tr("Try again"), [this] { close(); }}, {tr("Close all the same"), [this] {
                                                                 if (!mayClose()) return askBeforeClosing();
                                                                 closing_ = true;
                                                                 close();
                                                             }}});
}

void MainWindow::stopAndClose() {
    closing_ = true;
    queue_->setEnabled(false);   // could start another one
    data_->setEnabled(false);
    keptQueue_->closeSession();
    controller_->clearQueue();
    controller_->requestStop();
    data_->stopAll();
    showStatus(controller_->state() == State::Idle ? tr("Closing when the download has stopped")
                                                   : tr("Closing after the current batch"));
    if (mayClose()) close();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayClose()) {
        if (!closing_) askBeforeClosing();
        event->ignore();
        return;
    }
    keptQueue_->save();
    saveSession();
    if (!saveProblem_.isEmpty() && !closing_) {
        askBeforeLosingSettings();
        event->ignore();
        return;
    }
    keptQueue_->closeSession();   // not before it is certain: what is queued after a refusal is kept, too
    event->accept();
}

void MainWindow::restoreSession() {
    actions_->setTheme(settings_.theme());
    if (!restoreGeometry(settings_.geometry())) resize(1280, 800);
    restoreState(settings_.windowState());
    colours_.restore(settings_.runColours());
    library_->restoreUnsavedNotes(settings_.unsavedNotes());
    library_->restore(settings_.openedFolders(), settings_.chosenRuns());
    quickStart_->restore(settings_.quickStartRuns());
    placesChanged();
    restoreExperiment();
    history_->forget();
    probe_->speeds().setRates(settings_.trainingRates());
    library_->restoreState(libraryStateFrom(settings_.libraryState()));
    rememberExport({settings_.exportOptions(), settings_.exportFolder()});
    comparison_->restore(settings_.comparison());
    comparison_->restorePanes(settings_.comparisonPanes());
    live_->restore(settings_.live());
    data_->restorePanes(settings_.dataPanes());
    form_->restoreSections(settings_.formSections());
    centre_->showNamed(settings_.shownView());
    if (!settings_.quickStartSeen() && settings_.chosenRuns().isEmpty()) showQuickStart();
    // The engine takes a second to load: not before the window stands.
    QTimer::singleShot(300, this, [this] { probe_->ask(form_->config()); });
}

void MainWindow::restoreExperiment() {
    QStringList problems{settings_.problemAtStart()};
    const QString yaml = settings_.lastExperiment();
    try {
        form_->setConfig(yaml.isEmpty() ? quickStart_->experiments().randomLabels
                                        : parse_config(yaml.toStdString(), "the last session"));
    } catch (const std::exception& error) {   // written by another version, or damaged
        form_->setConfig(ExperimentConfig{});
        const QString kept = setAside(QFileInfo(settings_.file()).path(), QStringLiteral("session.yaml"), yaml.toUtf8());
        problems << tr("The form's last experiment can't be read: %1. The form holds the defaults; %2.")
                        .arg(QString::fromUtf8(error.what()), kept.isEmpty() ? tr("the old text could not be kept")
                                                                             : tr("the old text is kept as %1").arg(kept));
    }
    problems.removeAll(QString());
    if (!problems.isEmpty()) showProblem(problems.join(QLatin1Char('\n')));
}

void MainWindow::saveSession() {
    settings_.setGeometry(saveGeometry());
    settings_.setWindowState(saveState());
    settings_.setLastExperiment(QString::fromStdString(config_to_yaml(form_->config())));
    settings_.setChosenRuns(library_->chosen());
    settings_.setTrainingRates(probe_->speeds().rates());
    settings_.setOpenedFolders(library_->elsewhere());
    settings_.setLibraryState(toJson(library_->state()));
    settings_.setUnsavedNotes(library_->unsavedNotes());
    settings_.setRunColours(colours_.places());
    settings_.setComparison(comparison_->state());
    settings_.setComparisonPanes(comparison_->panes());
    settings_.setLive(live_->state());
    settings_.setDataPanes(data_->panes());
    settings_.setFormSections(form_->openSections());
    settings_.setShownView(centre_->shownName());
    settings_.setQuickStartRuns(quickStart_->state());
    const QString problem = settings_.save();
    if (problem == saveProblem_) return;
    message_->withdraw(saveProblem_);
    if (!problem.isEmpty()) showProblem(problem);
    saveProblem_ = problem;
}

}   // namespace overfit::ui
