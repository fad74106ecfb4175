#pragma once

#include <QObject>
#include <vector>

class QAction;
class QDockWidget;
class QMainWindow;
class QWidget;

namespace overfit::ui {

/// The docks left and right of the centre: where they stand at first, back to that, and from one to the next by key.
class Panels : public QObject {
    Q_OBJECT
public:
    Panels(QMainWindow& window, QWidget* experiment, QWidget* runs);

    void resetLayout();
    enum class Direction { Next, Previous };
    void focusNext(Direction direction);   // experiment, centre, runs, what the status bar offers, and round again
    void show(QWidget* content);

    /// A table of runs takes more room than cards. Each keeps the width that the user gave it.
    enum class RunsWidth { Cards, Table };
    void setRunsWidth(RunsWidth wanted);

    std::vector<QAction*> toggleActions() const;

private:
    int usualWidth(RunsWidth runs) const;   // pixels

    QMainWindow& window_;
    QDockWidget* experiment_;
    QDockWidget* runs_;
    RunsWidth runsWidth_ = RunsWidth::Cards;
    int otherWidth_ = 0;   // pixels of the runs panel in the other one; 0: not seen yet
};

}   // namespace overfit::ui
