#include "ui/library/run_scanner.h"

#include <QElapsedTimer>
#include <QFileInfo>

namespace overfit::ui {

namespace {

constexpr int pollMilliseconds = 3000;
constexpr int settleMilliseconds = 150;   // a new run folder arrives as a burst of changes

}   // namespace

RunScanner::RunScanner(QObject* parent) : QObject(parent), cache_(std::make_unique<RunFolderCache>()) {
    pool_.setMaxThreadCount(1);
    settle_.setSingleShot(true);
    settle_.setInterval(settleMilliseconds);
    poll_.setSingleShot(true);
    connect(&watcher_, &QFileSystemWatcher::directoryChanged, &settle_, qOverload<>(&QTimer::start));
    connect(&settle_, &QTimer::timeout, this, &RunScanner::rescan);
    connect(&poll_, &QTimer::timeout, this, &RunScanner::rescan);
}

RunScanner::~RunScanner() {
    stop_ = true;
    pool_.waitForDone();
}

void RunScanner::setRoots(const RunRoots& roots) {
    roots_ = roots;
    rescan();
}

void RunScanner::setReadConfigs(ReadConfigs configs) {
    if (configs == configs_) return;
    configs_ = configs;
    if (configs == ReadConfigs::Yes) rescan();
}

void RunScanner::rescan() {
    if (scanning_) {
        again_ = true;
    } else {
        begin();
    }
}

void RunScanner::reread(const QString& folder) {
    reread_ << folder;
    rescan();
}

void RunScanner::begin() {
    scanning_ = true;
    poll_.stop();
    settle_.stop();
    pool_.start([this, roots = roots_, configs = configs_, reread = std::exchange(reread_, {})] {
        QElapsedTimer time;
        time.start();
        for (const QString& folder : reread) cache_->forget(folder);
        // The destructor waits for this thread, so `this` is alive; calls are dropped should it be gone by then.
        const bool more = cache_->look(roots, configs, stop_, [this](RunScan part) {
            auto shared = std::make_shared<const RunScan>(std::move(part));
            QMetaObject::invokeMethod(
                this, [this, shared] { Q_EMIT found(shared); }, Qt::QueuedConnection);
        });
        QMetaObject::invokeMethod(
            this, [this, more, spent = time.elapsed()] { end(more, spent); }, Qt::QueuedConnection);
    });
}

void RunScanner::end(bool moreToRead, qint64 milliseconds) {
    scanning_ = false;
    watch();
    // Ten thousand folders on a slow drive must not keep a core busy.
    poll_.start(static_cast<int>(qMax<qint64>(pollMilliseconds, 50 * milliseconds)));
    if (again_ || moreToRead) {
        again_ = false;
        begin();
    }
}

void RunScanner::watch() {
    // Looked at again each time: a root may have been made, removed or exchanged meanwhile.
    const QStringList watched = watcher_.directories();
    for (const QString& folder : watched) {
        if (!roots_.folders.contains(folder)) watcher_.removePath(folder);
    }
    for (const QString& folder : roots_.folders) {
        if (!watched.contains(folder) && QFileInfo(folder).isDir()) watcher_.addPath(folder);
    }
}

}   // namespace overfit::ui
