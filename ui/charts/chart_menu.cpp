#include "ui/charts/chart_menu.h"

#include "ui/charts/chart_smoothings.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <cmath>

namespace overfit::ui {

ChartMenu::ChartMenu(QWidget* parent) : MenuButton(parent), menu_(new QMenu(this)) {
    setText(QStringLiteral("⋯"));
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setPopupMode(QToolButton::InstantPopup);
    setToolTip(tr("Data table, scales, smoothing and keys of this chart"));
    setAccessibleName(tr("Chart menu"));
    setMenu(menu_);

    table_ = add(tr("Data table"), QStringLiteral("T"), true);
    connect(table_, &QAction::triggered, this, &ChartMenu::tableAsked);
    menu_->addSeparator();
    logY_ = add(tr("Logarithmic y axis"), QStringLiteral("L"), true);
    connect(logY_, &QAction::triggered, this, &ChartMenu::logYToggled);
    logX_ = add(tr("Logarithmic x axis"), QStringLiteral("Shift+L"), true);
    connect(logX_, &QAction::triggered, this, &ChartMenu::logXToggled);
    addSmoothings();
    connect(add(tr("Show everything"), QStringLiteral("Home"), false), &QAction::triggered, this, &ChartMenu::zoomReset);
    menu_->addSeparator();
    connect(add(tr("Mouse and keys"), QString(), false), &QAction::triggered, this, &ChartMenu::keysAsked);
}

/// The key is told, not bound: it belongs to the chart that has the focus.
QAction* ChartMenu::add(const QString& text, const QString& key, bool checkable) {
    QAction* action = menu_->addAction(key.isEmpty() ? text : text + u'\t' + key);
    action->setCheckable(checkable);
    return action;
}

void ChartMenu::addSmoothings() {
    smoothings_ = menu_->addMenu(tr("Smoothing"));
    auto* group = new QActionGroup(this);
    for (const double smoothing : chartSmoothings) {
        QAction* action = smoothings_->addAction(smoothing > 0.0 ? QString::number(smoothing, 'f', 2) : tr("none"));
        action->setCheckable(true);
        action->setData(smoothing);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, smoothing] { Q_EMIT smoothingChosen(smoothing); });
    }
}

void ChartMenu::setSwitches(const ChartSwitches& switches) {
    table_->setChecked(switches.table);
    logX_->setChecked(switches.logX);
    logY_->setChecked(switches.logY);
    for (QAction* action : smoothings_->actions())
        action->setChecked(std::abs(action->data().toDouble() - switches.smoothing) < 1e-9);
}

QString ChartMenu::keysText() {
    return tr(
        "<p><b>Mouse</b>: the wheel zooms at the pointer, over an axis that axis alone; dragging zooms to a box; a "
        "double click shows everything; a click on a line chooses its run.</p>"
        "<p><b>Keys</b></p><table cellspacing='0' cellpadding='2'>"
        "<tr><td>arrows&nbsp;&nbsp;</td><td>move the part shown</td></tr>"
        "<tr><td>+ &minus;</td><td>zoom in and out</td></tr>"
        "<tr><td>Home</td><td>show everything</td></tr>"
        "<tr><td>, .</td><td>values at the place before and after, also Shift+Left and Shift+Right</td></tr>"
        "<tr><td>L</td><td>logarithmic y axis</td></tr>"
        "<tr><td>Shift+L</td><td>logarithmic x axis</td></tr>"
        "<tr><td>S</td><td>next smoothing</td></tr>"
        "<tr><td>T</td><td>data table; T or Escape goes back</td></tr></table>");
}

}   // namespace overfit::ui
