#include "ui/worker/background.h"

#include <QThreadPool>

namespace overfit::ui {

namespace {

constexpr int mostThreads = 16;   // they wait for disks and networks, not for processors: some that hang hold nobody up

QThreadPool& pool() {
    static QThreadPool threads;
    [[maybe_unused]] static const bool prepared = [] {
        threads.setMaxThreadCount(mostThreads);
        qAddPostRoutine(finishBackground);   // the latest moment: results are handed to the application
        return true;
    }();
    return threads;
}

}   // namespace

void finishBackground() { pool().waitForDone(); }

void startInBackground(std::function<void()> task) { pool().start(std::move(task)); }

}   // namespace overfit::ui
