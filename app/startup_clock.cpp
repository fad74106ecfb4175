#include "app/startup_clock.h"

#include <QCoreApplication>
#include <QEvent>
#include <QTimer>
#include <QWidget>
#include <cstdio>

namespace overfit {

void StartupClock::watch(QWidget& window) { window.installEventFilter(this); }

bool StartupClock::eventFilter(QObject*, QEvent* event) {
    if (event->type() == QEvent::Paint && !painted_) {
        painted_ = true;
        // Behind everything that is queued by now: the window is usable when it gets there.
        QTimer::singleShot(0, this, [this] {
            std::printf("%lld ms\n", static_cast<long long>(clock_.elapsed()));
            std::fflush(stdout);
            QCoreApplication::exit(0);
        });
    }
    return false;
}

}   // namespace overfit
