#pragma once

#include <QElapsedTimer>
#include <QObject>

class QWidget;

namespace overfit {

/// For tests/benchmarks/startup: prints the milliseconds from its making until the window was painted for the first time and
/// answers events again, then ends the program.
class StartupClock : public QObject {
public:
    StartupClock() { clock_.start(); }

    void watch(QWidget& window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QElapsedTimer clock_;
    bool painted_ = false;
};

}   // namespace overfit
