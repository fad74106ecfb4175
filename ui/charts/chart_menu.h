#pragma once

#include "ui/charts/menu_button.h"

class QAction;
class QMenu;

namespace overfit::ui {

/// What the menu shows as switched on.
struct ChartSwitches {
    bool logX = false, logY = false, table = false;
    double smoothing = 0.0;
};

/// The button in a chart's upper right corner: everything that the keys do, to be seen and clicked.
class ChartMenu : public MenuButton {
    Q_OBJECT
public:
    explicit ChartMenu(QWidget* parent = nullptr);

    void setSwitches(const ChartSwitches& switches);

    QMenu* entries() const { return menu_; }   // also the context menu

    /// Mouse and keys of a chart, as What's This tells them.
    static QString keysText();

Q_SIGNALS:
    void tableAsked();
    void logYToggled();
    void logXToggled();
    void smoothingChosen(double smoothing);
    void zoomReset();
    void keysAsked();

private:
    QAction* add(const QString& text, const QString& key, bool checkable);
    void addSmoothings();

    QMenu* menu_;
    QAction* table_;
    QAction* logY_;
    QAction* logX_;
    QMenu* smoothings_ = nullptr;
};

}   // namespace overfit::ui
