// The quick start: from its button to the comparison of its two runs, and the reading help beside that.

#include "ui/compare/comparison_view.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/library/run_library_view.h"
#include "ui/live/live_view.h"
#include "ui/main_window/centre_views.h"
#include "ui/main_window/config_history.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/message_bar.h"
#include "ui/main_window/panels.h"
#include "ui/main_window/window_actions.h"
#include "ui/quick_start/quick_start_flow.h"
#include "ui/quick_start/quick_start_page.h"
#include "ui/quick_start/reading_help.h"

#include <QAction>
#include <algorithm>

namespace overfit::ui {

void MainWindow::connectQuickStart() {
    connect(quickStartPage_, &QuickStartPage::startRequested, this, &MainWindow::startQuickStart);
    connect(quickStartPage_, &QuickStartPage::dismissed, this, [this] {
        showLive();
        panels_->show(form_);
    });
    connect(library_, &RunLibraryView::listed, quickStart_, &QuickStartFlow::look);
    connect(quickStart_, &QuickStartFlow::stateChanged, &saveSoon_, qOverload<>(&QTimer::start));
    connect(quickStart_, &QuickStartFlow::known, this, [this] {
        readingHelp_->explain(*quickStart_->numbers());
        actions_->letReadCurves(true);
    });
    connect(quickStart_, &QuickStartFlow::ended, this, &MainWindow::tellQuickStartEnd);
    connect(actions_->readCurves, &QAction::triggered, this, &MainWindow::compareQuickStart);
    connect(readingHelp_, &ReadingHelp::trueLabelsRequested, this, [this] {
        setExperiment(quickStart_->experiments().trueLabels, tr("The form holds the experiment with true labels"));
    });
    connect(readingHelp_, &ReadingHelp::randomLabelsRequested, this, [this] {
        setExperiment(quickStart_->experiments().randomLabels, tr("The form holds the experiment with random labels"));
    });
    connect(readingHelp_, &ReadingHelp::halfCorruptedRequested, this, [this] {
        setExperiment(quickStart_->experiments().halfRandom,
                      tr("Half of the labels are to be drawn by lot. Run trains it."));
        form_->focusField(QStringLiteral("corruption.labels.fraction"));
    });
}

const RunRecord* MainWindow::quickStartRecord(const QString& folder) const {
    if (closing_) return nullptr;   // what has ended is told at the next start
    const RunListing* run = library_->runOf(folder);
    return run && run->record ? &*run->record : nullptr;
}

void MainWindow::takeQuickStart(const QuickStart& experiments, const std::vector<std::filesystem::path>& roots) {
    // At the very first start the form holds the quick start's experiment.
    const bool first = !settings_.quickStartSeen() && form_->config() == quickStart_->experiments().randomLabels;
    quickStart_->setExperiments(experiments);
    quickStartPage_->setExperiments(experiments, roots);
    if (!first || form_->config() == experiments.randomLabels) return;
    const bool untouched = history_->stack().count() == 0;
    form_->setConfig(experiments.randomLabels);
    if (untouched) history_->forget();   // else it is one step more: what was done before can still be undone
}

void MainWindow::showQuickStart() { centre_->showPage(); }

void MainWindow::startQuickStart() {
    if (closing_) return;
    if (controller_->state() == TrainingController::State::Idle) nextChoice_ = Choice::Replace;
    message_->dismiss();
    readingHelp_->hide();
    actions_->letReadCurves(false);   // until these two have ended
    settings_.setQuickStartSeen(true);
    form_->setConfig(quickStart_->experiments().randomLabels);
    quickStart_->start();
    showLive();
    showStatus(tr("Training with true labels first, then with random ones"));
}

void MainWindow::tellQuickStartEnd() {
    const QStringList both = quickStart_->folders();
    const QStringList chosen = library_->chosen();
    const bool watched = centre_->shownView() == live_ || centre_->shownView() == comparison_;
    const bool othersChosen = std::ranges::any_of(chosen, [&](const QString& folder) { return !both.contains(folder); });
    if (watched && !othersChosen) {
        compareQuickStart();
        showStatus(tr("Both runs of the quick start have ended: here they are side by side"));
    } else {
        message_->tell(MessageBar::Kind::Note, tr("Both runs of the quick start have ended."),
                       {{tr("Compare them"), [this] { compareQuickStart(); }}});
    }
}

void MainWindow::compareQuickStart() {
    const QStringList both = quickStart_->folders();
    // One that went to the trash leaves the numbers, and whatever is shown, as they are.
    if (std::ranges::all_of(both, [this](const QString& folder) { return library_->runOf(folder) != nullptr; })) {
        library_->choose(both);
        showComparison();
    } else if (!centre_->shownView()) {
        showLive();
    }
    readingHelp_->show();
}

}   // namespace overfit::ui
