#include "ui/main_window/window_actions.h"

#include "core/config/field_table.h"
#include "ui/settings/action_tip.h"
#include "ui/settings/themed_icon.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>
#include <QShortcut>

namespace overfit::ui {

namespace {

using State = TrainingController::State;

struct ActionWords {
    QString text, tip;
    QKeySequence key = {};
    const char* icon = nullptr;
};

QAction* makeAction(QObject* parent, const ActionWords& words) {
    auto* action = new QAction(words.text, parent);
    action->setProperty("steadyName", words.text);   // ui/help/keys_page.h
    action->setShortcut(words.key);
    setTip(*action, words.tip);
    if (words.icon) action->setIcon(themedIcon(QString::fromLatin1(words.icon)));
    return action;
}

}   // namespace

QString problemWords(const Problem& problem) {
    const Field* field = find_field(problem.path);
    const QString label = field ? QString::fromStdString(field->label) : QString::fromStdString(problem.path);
    const QString message = QString::fromStdString(problem.message);
    return label.isEmpty() ? message : QStringLiteral("%1: %2").arg(label, message);
}

WindowActions::WindowActions(QObject* parent) : QObject(parent), themes_(new QActionGroup(this)) {
    const auto make = [this](const ActionWords& words) { return makeAction(this, words); };
    newExperiment =
        make({tr("&New from default"), tr("Fill the form with the defaults"), QKeySequence(tr("Ctrl+N")), "new"});
    openExperiment =
        make({tr("&Open experiment..."), tr("Fill the form from a YAML file"), QKeySequence(tr("Ctrl+O")), "open"});
    saveExperiment =
        make({tr("&Save experiment as..."), tr("Save the form as a YAML file"), QKeySequence(tr("Ctrl+S")), "save"});
    copyYaml = make({tr("&Copy as YAML"), tr("Copy the experiment as YAML"), QKeySequence(tr("Ctrl+Shift+C")), "copy"});
    openRun =
        make({tr("Open run &folder..."), tr("Show a run folder from anywhere"), QKeySequence(tr("Ctrl+Shift+O")), "folder"});
    chooseRunsFolder = make({tr("Choose &runs folder..."), tr("Where new runs are written and listed from")});
    chooseDataFolder = make({tr("Choose &data folder..."), tr("Where data sets are looked for first")});
    exportFigure = make({tr("&Export charts..."),
                         tr("Save the visible charts as a figure (PNG, SVG, PDF, LaTeX), or all points as CSV"),
                         QKeySequence(tr("Ctrl+E")), "export"});
    quit = make({tr("&Quit"), tr("Close the window"), QKeySequence(tr("Ctrl+Q"))});

    run = make({tr("&Run"), tr("Train this experiment"), QKeySequence(tr("Ctrl+R")), "run"});
    queue =
        make({tr("&Queue"), tr("Train this experiment after the running one"), QKeySequence(tr("Ctrl+Shift+R")), "queue"});
    queueSeeds = make({tr("Queue with s&eeds..."), tr("Train this experiment several times, each with a seed of its own")});
    stop =
        make({tr("&Stop"), tr("Stop after the current batch; the run stays complete"), QKeySequence(tr("Ctrl+.")), "stop"});
    clearQueue = make({tr("&Clear queue"), tr("Forget the waiting experiments")});
    quickStart =
        make({tr("Quick s&tart"), tr("One network, once with true and once with random labels"), {}, "quick-start"});

    rescan = make({tr("Look for ne&w runs"), tr("Read the runs folder again"), QKeySequence(tr("F5")), "refresh"});
    searchRuns = make({tr("&Search runs"), tr("Search the list of runs"), QKeySequence(tr("Ctrl+F")), "search"});

    showLive = make({tr("&Live"), tr("Show the charts"), QKeySequence(tr("Ctrl+1"))});
    showComparison = make({tr("&Compare"), tr("Show the selected runs side by side"), QKeySequence(tr("Ctrl+2"))});
    showData = make({tr("&Data sets"), tr("Show all data sets; download and verify them"), QKeySequence(tr("Ctrl+3"))});
    nextPanel = make({tr("Next &panel"), tr("Go to the next panel"), QKeySequence(tr("F6"))});
    previousPanel = make({tr("Pre&vious panel"), tr("Go to the panel before"), QKeySequence(tr("Shift+F6"))});
    resetZoom = make({tr("Reset &zoom"), tr("Show all points of the charts"), QKeySequence(tr("Ctrl+0"))});
    resetLayout = make({tr("&Reset layout"), tr("Put all panels back in their places")});
    whatIsThis = make({tr("&What is this?"), tr("Explain what has the focus"), QKeySequence(tr("F1"))});
    whatIsThis->setShortcutContext(Qt::ApplicationShortcut);   // in dialogs too
    keys = make({tr("&Keys"), tr("All keys of the window"), QKeySequence(tr("Ctrl+F1"))});
    numbers = make({tr("What the &numbers mean"), tr("Labels, curves and audit in the paper's terms")});
    readCurves = make({tr("How to &read the curves"), tr("Show again what the quick start's curves say")});
    letReadCurves(false);
    about = make({tr("&About Overfit Workbench"), tr("Version, this computer, libraries, licence")});

    settings = make({tr("S&ettings..."), tr("Folders, theme and how the window behaves"), QKeySequence(tr("Ctrl+,"))});

    for (const auto& [theme, text] : {std::pair{Theme::System, tr("As the &system")}, std::pair{Theme::Light, tr("&Light")},
                                      std::pair{Theme::Dark, tr("&Dark")}}) {
        QAction* action = themes_->addAction(text);
        action->setCheckable(true);
        action->setData(QVariant::fromValue(theme));
    }
    connect(themes_, &QActionGroup::triggered, this,
            [this](const QAction* action) { Q_EMIT themeChosen(action->data().value<Theme>()); });
}

void WindowActions::setTheme(Theme theme) {
    for (QAction* action : themes_->actions()) action->setChecked(action->data().value<Theme>() == theme);
}

void WindowActions::buildMenus(QMenuBar& bar, const Others& others) {
    whyNotRun_ = new QShortcut(run->shortcut(), &bar, this, &WindowActions::whyNotRequested);
    whyNotQueue_ = new QShortcut(queue->shortcut(), &bar, this, &WindowActions::whyNotRequested);
    const auto fill = [](QMenu* menu, const QList<QAction*>& actions) {
        for (QAction* action : actions) action ? menu->addAction(action) : static_cast<void>(menu->addSeparator());
        menu->setToolTipsVisible(true);
    };
    constexpr QAction* line = nullptr;
    fill(bar.addMenu(tr("&File")), {newExperiment, openExperiment, saveExperiment, line, openRun, chooseRunsFolder,
                                    chooseDataFolder, line, exportFigure, line, quit});
    fill(bar.addMenu(tr("&Edit")), {undo, redo, line, copyYaml, line, searchRuns, line, settings});
    QMenu* runs = bar.addMenu(tr("&Run"));
    fill(runs, {run, queue, queueSeeds, stop, clearQueue, line, quickStart, line});
    fill(runs, others.onRuns + QList<QAction*>{line, rescan});
    QMenu* view = bar.addMenu(tr("&View"));
    fill(view, {showLive, showComparison, showData, line});
    for (QAction* panel : others.panels) view->addAction(panel);
    fill(view, {line, nextPanel, previousPanel, resetZoom, line});
    fill(view, others.runsView + QList<QAction*>{line});
    view->addMenu(tr("&Theme"))->addActions(themes_->actions());
    fill(view, {resetLayout});
    fill(bar.addMenu(tr("&Help")), {whatIsThis, keys, numbers, readCurves, line, about});
}

void WindowActions::update(State state, const std::vector<Problem>& problems, std::size_t waiting) {
    updateRun(state, problems);
    queue->setText(waiting == 0 ? tr("&Queue") : tr("&Queue (%1)").arg(waiting));
    enableUnless(*stop, state == State::Running    ? QString()
                        : state == State::Stopping ? tr("The run stops after its current batch.")
                                                   : tr("Nothing is training."));
    stop->setText(state == State::Stopping ? tr("Stopping") : tr("&Stop"));
    enableUnless(*clearQueue, waiting > 0 ? QString() : tr("Nothing waits in the queue."));
}

void WindowActions::letReadCurves(bool can) {
    enableUnless(*readCurves, can ? QString() : tr("The quick start draws these curves: run it first."));
}

void WindowActions::updateRun(State state, const std::vector<Problem>& problems) {
    const QString reason = problems.empty() ? QString() : tr("This can't run yet. %1").arg(problemWords(problems.front()));
    const QString busy = tr("An experiment is running. Queue puts this one behind it.");
    enableUnless(*run, reason.isEmpty() && state != State::Idle ? busy : reason);
    setTip(*queue, state == State::Idle ? tr("Train this experiment; nothing is running, so at once")
                                        : tr("Train this experiment after the running one"));
    for (QAction* action : {queue, queueSeeds}) enableUnless(*action, reason);
    whyNotRun_->setEnabled(!run->isEnabled());
    whyNotQueue_->setEnabled(!queue->isEnabled());
}

}   // namespace overfit::ui
