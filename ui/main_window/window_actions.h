#pragma once

#include "core/config/config_check.h"
#include "ui/settings/app_settings.h"
#include "ui/worker/training_controller.h"

#include <QList>
#include <QObject>
#include <vector>

class QAction;
class QActionGroup;
class QMenu;
class QMenuBar;
class QShortcut;

namespace overfit::ui {

/// Every action of the window, its words, icon and key, and the menus in which it stands. What an action does is connected
/// by the window.
class WindowActions : public QObject {
    Q_OBJECT
public:
    explicit WindowActions(QObject* parent);

    QAction *newExperiment, *openExperiment, *saveExperiment, *copyYaml, *openRun, *chooseRunsFolder, *chooseDataFolder,
        *exportFigure, *quit;
    QAction *undo = nullptr, *redo = nullptr;   // of the form's history; set before buildMenus()
    QAction* settings;
    QAction *run, *queue, *queueSeeds, *stop, *clearQueue, *quickStart;
    QAction *rescan, *searchRuns;
    QAction *showLive, *showComparison, *showData, *nextPanel, *previousPanel, *resetZoom, *resetLayout;
    QAction *whatIsThis, *keys, *numbers, *readCurves, *about;

    /// Actions that stand in the menus but belong to a view or a panel; a null is a line.
    struct Others {
        std::vector<QAction*> panels;   // the docks' own show/hide actions
        QList<QAction*> onRuns;
        QList<QAction*> runsView;
    };
    void buildMenus(QMenuBar& bar, const Others& others);

    /// The one place that decides what can be pressed.
    void update(TrainingController::State state, const std::vector<Problem>& problems, std::size_t waiting);

    /// Whether a quick start has ended, whose curves can be read.
    void letReadCurves(bool can);

    void setTheme(Theme theme);

Q_SIGNALS:
    void themeChosen(overfit::ui::Theme theme);
    void whyNotRequested();   // the key of Run or Queue, while it can't be pressed

private:
    void updateRun(TrainingController::State state, const std::vector<Problem>& problems);

    QActionGroup* themes_;
    QShortcut *whyNotRun_ = nullptr, *whyNotQueue_ = nullptr;
};

/// "Batch size: 8,000 is more than the 5,000 training images": the field by its label, then the message.
QString problemWords(const Problem& problem);

}   // namespace overfit::ui
