// The window's tool bar, and what its actions on runs do.

#include "core/support/text.h"
#include "ui/charts/menu_button.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/library/run_library_view.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/window_actions.h"
#include "ui/queue/queue_view.h"
#include "ui/session/run_session.h"
#include "ui/settings/plain_tool_tip.h"
#include "ui/settings/themed_icon.h"

#include <QAction>
#include <QDir>
#include <QLabel>
#include <QMenu>
#include <QStyle>
#include <QToolBar>
#include <QToolButton>

namespace overfit::ui {

namespace {

/// The home folder as ~.
QString shortPath(const QString& path) {
    const QString home = QDir::homePath();
    return path == home || path.startsWith(home + QLatin1Char('/')) ? QStringLiteral("~") + path.mid(home.size()) : path;
}

}   // namespace

void MainWindow::buildToolBar() {
    auto* bar = addToolBar(tr("Tool bar"));
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->toggleViewAction()->setVisible(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    bar->setIconSize({side, side});
    bar->addActions({actions_->run, actions_->queue, actions_->stop});
    bar->addSeparator();

    runsFolder_ = new MenuButton(bar);
    runsFolder_->setIcon(themedIcon(QStringLiteral("folder")));
    runsFolder_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    runsFolder_->setFocusPolicy(Qt::TabFocus);
    runsFolder_->setAccessibleName(tr("Runs folder"));
    auto* menu = new QMenu(runsFolder_);
    menu->addActions({actions_->chooseRunsFolder, actions_->openRun, actions_->rescan});
    runsFolder_->setMenu(menu);
    runsFolder_->setPopupMode(QToolButton::InstantPopup);
    bar->addWidget(runsFolder_);

    auto* gap = new QWidget(bar);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(gap);
    machine_ = new QLabel(bar);
    machine_->setContentsMargins(8, 0, 8, 0);
    machine_->setTextFormat(Qt::PlainText);
    machine_->setAccessibleName(tr("Device and speed"));
    bar->addWidget(machine_);
}

void MainWindow::showRunsFolder(const QString& folder) {
    const QString shown = runsFolder_->fontMetrics().elidedText(shortPath(folder), Qt::ElideMiddle, 320);
    runsFolder_->setText(tr("Runs folder: %1 ▾").arg(shown));
    runsFolder_->setToolTip(tr("New runs are written to %1").arg(folder));
}

void MainWindow::showMachine() {
    QStringList parts;
    const QString machine = session_->machine().isEmpty() ? machineText_ : session_->machine();
    if (!machine.isEmpty()) parts << machine;
    if (session_->isRunning() && session_->imagesPerSecond() > 0) {
        parts << tr("%1 images/s")
                     .arg(QString::fromStdString(with_thousands(static_cast<std::int64_t>(session_->imagesPerSecond()))));
    }
    if (machine.isEmpty() && !engineProblem_.isEmpty()) parts << tr("no engine");
    machine_->setToolTip(machine.isEmpty() ? plainToolTip(engineProblem_) : QString());
    machine_->setText(parts.join(QStringLiteral(" · ")));
}

void MainWindow::connectRunActions() {
    const auto on = [this](QAction* action, auto&& act) { connect(action, &QAction::triggered, this, act); };
    on(actions_->run, [this] { start(); });
    on(actions_->queue, [this] { start(); });
    connect(actions_, &WindowActions::whyNotRequested, this, &MainWindow::tellWhyNot);
    on(actions_->stop, [this] {
        controller_->requestStop();
        showStatus(tr("Stopping after the current batch"));
    });
    on(actions_->queueSeeds, [this] { queueWithSeeds(); });
    on(actions_->clearQueue, [this] { queue_->clear(); });
    on(actions_->quickStart, [this] { showQuickStart(); });
    on(actions_->rescan, [this] {
        library_->rescan();
        showStatus(tr("Reading the runs folder again"));
    });
    on(actions_->searchRuns, [this] { library_->focusSearch(); });
}

}   // namespace overfit::ui
