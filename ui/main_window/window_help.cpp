// The window's Help menu and F1.

#include "core/data/dataset_table.h"
#include "ui/help/about_dialog.h"
#include "ui/help/focus_help.h"
#include "ui/help/keys_page.h"
#include "ui/help/numbers_page.h"
#include "ui/help/text_page.h"
#include "ui/library/run_library_view.h"
#include "ui/live/live_view.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/status_line.h"
#include "ui/main_window/window_actions.h"
#include "ui/quick_start/quick_start_page.h"

#include <QAction>
#include <QApplication>
#include <QMenuBar>

namespace overfit::ui {

void MainWindow::connectHelpActions() {
    const auto on = [this](QAction* action, auto&& act) { connect(action, &QAction::triggered, this, act); };
    on(actions_->whatIsThis, [this] { showHelpOfFocus(); });
    on(actions_->keys, [this] { (new TextPage(tr("Keys"), keysPage(*menuBar()), this))->show(); });
    on(actions_->numbers, [this] { (new TextPage(tr("What the numbers mean"), numbersPage(), this))->show(); });
    on(actions_->about, [this] { openAbout(); });
    explainPanels();
}

void MainWindow::explainPanels() {
    const auto explain = [](QWidget* widget, const QString& title, const QString& words) {
        widget->setWhatsThis(QStringLiteral("<p><b>%1</b><br>%2</p>").arg(title, words));
    };
    explain(
        live_, tr("Charts"),
        tr("The curves of the selected runs: colour says which run, the dash which quantity, grey is chance. The wheel "
           "zooms at the pointer, dragging zooms to a box, a double click shows everything. In a chart, the arrow keys "
           "move, + and - zoom, Home shows everything, l switches the logarithmic axis, s goes through smoothings. Help > "
           "What the numbers mean explains each curve."));
    explain(library_, tr("Runs"),
            tr("Every experiment that was run, as a folder of its own. The selected ones are drawn in the charts: Ctrl and "
               "click, or Shift and the arrow keys, select several. Enter a word above to search names, data sets and "
               "models; F2 renames."));
    explain(
        quickStartPage_, tr("Quick start"),
        tr("One network trained twice on the same images: with true labels, then with random ones. Everything that it does "
           "can be done again from the form, with other values."));
    explain(statusLine_, tr("Last action"), tr("What the last action did; the button, where there is one, takes it back."));
    explain(menuBar(), tr("Menus"), tr("Everything that the window can do. Alt and the underlined letter open a menu."));
}

void MainWindow::openAbout() {
    const auto examine = [places = services_.places] {
        return examineMachine(places->runsDir(), data_roots(places->dataRoots()));
    };
    (new AboutDialog(examine, this))->show();
}

void MainWindow::showHelpOfFocus() {
    const FocusHelp help = helpFor(QApplication::focusWidget());
    if (help.widget == nullptr) return showStatus(tr("There is nothing to explain here; Tab goes to the next field"));
    showHelp(help);
    showStatus(help.firstLine);
}

}   // namespace overfit::ui
