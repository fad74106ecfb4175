// The end and the beginning of a session: what is asked before closing, what is kept, what comes back.

#include "core/config/config_yaml.h"
#include "ui/compare/comparison_view.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/library/run_library_view.h"
#include "ui/live/live_view.h"
#include "ui/main_window/config_history.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/message_bar.h"
#include "ui/main_window/window_actions.h"
#include "ui/queue/kept_queue.h"
#include "ui/queue/queue_view.h"
#include "ui/quick_start/quick_start_flow.h"
#include "ui/session/run_session.h"

#include <QCloseEvent>
#include <exception>

namespace overfit::ui {

namespace {

using State = TrainingController::State;

}   // namespace

void MainWindow::trainAndClose() {
    start();
    closing_ = true;
    if (controller_->state() == State::Idle) QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
}

void MainWindow::askBeforeClosing() {
    const auto waiting = controller_->queue().size();
    const QString name = QString::fromStdString(session_->config().name);
    const QString others = waiting == 0   ? QString()
                           : waiting == 1 ? tr(" and one more waits, which is kept for the next start")
                                          : tr(" and %1 more wait, which are kept for the next start").arg(waiting);
    const QString question = tr("%1 is training%2. Closing the window stops it after the current batch; what it has so far "
                                "is kept.")
                                 .arg(name, others);
    message_->tell(MessageBar::Kind::Warning, question,
                   {{tr("Keep training"), [] {}}, {tr("Stop and close"), [this] {
                                                       closing_ = true;
                                                       queue_->setEnabled(false);   // could start another one
                                                       keptQueue_->closeSession();
                                                       controller_->clearQueue();
                                                       controller_->requestStop();
                                                       showStatus(tr("Closing after the current batch"));
                                                       if (controller_->state() == State::Idle) close();
                                                   }}});
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (controller_->state() != State::Idle) {
        if (!closing_) askBeforeClosing();
        event->ignore();
        return;
    }
    keptQueue_->closeSession();
    saveSession();
    event->accept();
}

void MainWindow::restoreSession() {
    actions_->setTheme(settings_.theme());
    if (!restoreGeometry(settings_.geometry())) resize(1280, 800);
    restoreState(settings_.windowState());
    colours_.restore(settings_.runColours());
    library_->restoreUnsavedNotes(settings_.unsavedNotes());
    library_->restore(settings_.openedFolders(), settings_.chosenRuns());
    placesChanged();
    const QString yaml = settings_.lastExperiment();
    try {
        form_->setConfig(yaml.isEmpty() ? quickStart_->experiments().randomLabels
                                        : parse_config(yaml.toStdString(), "the last session"));
    } catch (const std::exception&) {
        form_->setConfig(ExperimentConfig{});   // written by another version: the defaults are better than no window
    }
    history_->forget();
    probe_->speeds().setRates(settings_.trainingRates());
    library_->restoreState(libraryStateFrom(settings_.libraryState()));
    rememberExport({settings_.exportOptions(), settings_.exportFolder()});
    comparison_->restore(settings_.comparison());
    if (!settings_.quickStartSeen() && settings_.chosenRuns().isEmpty()) showQuickStart();
    // The engine takes a second to load: not before the window stands.
    QTimer::singleShot(300, this, [this] { probe_->ask(form_->config()); });
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
}

}   // namespace overfit::ui
