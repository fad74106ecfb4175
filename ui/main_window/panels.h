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

    std::vector<QAction*> toggleActions() const;

private:
    QMainWindow& window_;
    QDockWidget* experiment_;
    QDockWidget* runs_;
};

}   // namespace overfit::ui
