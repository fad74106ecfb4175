#include "ui/main_window/panels.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QScrollArea>
#include <QStatusBar>
#include <utility>

namespace overfit::ui {

namespace {

constexpr int experimentWidth = 340;
constexpr int runsWidth = 274;
constexpr double tableShare = 0.36;   // of the window's width

QDockWidget* makeDock(QMainWindow& window, const QString& title, const char* name, QWidget* content) {
    auto* dock = new QDockWidget(title, &window);
    dock->setObjectName(QLatin1String(name));   // by which QMainWindow::saveState knows it
    dock->setWidget(content);
    dock->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    return dock;
}

bool holdsFocus(const QWidget* widget) {
    const QWidget* focus = QApplication::focusWidget();
    return focus && (focus == widget || widget->isAncestorOf(focus));
}

/// The widget itself, or the first inside that can be reached by Tab.
QWidget* firstByTab(QWidget* widget) {
    for (QWidget* next = widget->nextInFocusChain(); next && next != widget; next = next->nextInFocusChain()) {
        if (!widget->isAncestorOf(next) || !next->isVisible() || !next->isEnabled()) continue;
        if (next->focusPolicy() & Qt::TabFocus) return next;
    }
    return nullptr;
}

/// Where it lies in something that scrolls, it comes into sight; Tab does that itself.
void reveal(QWidget* widget) {
    for (QWidget* outer = widget->parentWidget(); outer != nullptr; outer = outer->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(outer)) area->ensureWidgetVisible(widget);
    }
}

}   // namespace

Panels::Panels(QMainWindow& window, QWidget* experiment, QWidget* runs)
    : QObject(&window),
      window_(window),
      experiment_(makeDock(window, tr("Experiment"), "experimentPanel", experiment)),
      runs_(makeDock(window, tr("Runs"), "runsPanel", runs)) {
    experiment_->toggleViewAction()->setText(tr("&Experiment"));   // the docks' titles have no keys
    runs_->toggleViewAction()->setText(tr("R&uns"));
    resetLayout();
}

int Panels::usualWidth(RunsWidth runs) const {
    return runs == RunsWidth::Cards ? runsWidth : static_cast<int>(tableShare * window_.width());
}

void Panels::resetLayout() {
    window_.addDockWidget(Qt::LeftDockWidgetArea, experiment_);
    window_.addDockWidget(Qt::RightDockWidgetArea, runs_);
    for (QDockWidget* dock : {experiment_, runs_}) {
        dock->setFloating(false);
        dock->show();
    }
    otherWidth_ = 0;
    window_.resizeDocks({experiment_, runs_}, {experimentWidth, usualWidth(runsWidth_)}, Qt::Horizontal);
}

void Panels::focusNext(Direction direction) {
    QWidget* const panels[] = {experiment_->widget(), window_.centralWidget(), runs_->widget(), window_.statusBar()};
    constexpr std::size_t count = std::size(panels);
    std::size_t now = direction == Direction::Next ? count - 1 : 0;
    for (std::size_t place = 0; place < count; ++place) {
        if (holdsFocus(panels[place])) now = place;
    }
    for (std::size_t step = 1; step <= count; ++step) {
        QWidget* next = panels[(now + (direction == Direction::Next ? step : count - step)) % count];
        if (!next->isVisible()) continue;
        if (QWidget* first = firstByTab(next)) {
            window_.setAttribute(Qt::WA_KeyboardFocusChange);   // as Tab does: styles show the focus from then on
            first->setFocus(Qt::TabFocusReason);
            return reveal(first);
        }
    }
}

void Panels::show(QWidget* content) {
    for (QDockWidget* dock : {experiment_, runs_}) {
        if (dock->widget() != content) continue;
        dock->show();
        dock->raise();
    }
}

void Panels::setRunsWidth(RunsWidth wanted) {
    if (std::exchange(runsWidth_, wanted) == wanted) return;
    if (!window_.isVisible()) return;   // as the last session left it
    const int width = otherWidth_ > 0 ? otherWidth_ : usualWidth(wanted);
    otherWidth_ = runs_->width();
    window_.resizeDocks({runs_}, {width}, Qt::Horizontal);
}

std::vector<QAction*> Panels::toggleActions() const { return {experiment_->toggleViewAction(), runs_->toggleViewAction()}; }

}   // namespace overfit::ui
