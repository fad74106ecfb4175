#include "ui/library/run_scanner.h"

#include "ui/worker/background.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QPointer>
#include <exception>
#include <utility>

namespace overfit::ui {

namespace {

constexpr int pollMilliseconds = 3000;
constexpr int settleMilliseconds = 150;   // a new run folder arrives as a burst of changes

}   // namespace

RunScanner::RunScanner(QObject* parent) : RunScanner(Look(), parent) {}

RunScanner::RunScanner(Look look, QObject* parent)
    : QObject(parent), cache_(std::make_shared<RunFolderCache>()), look_(std::move(look)) {
    if (!look_) {
        look_ = [cache = cache_](const RunRoots& roots, ReadConfigs configs, const std::atomic<bool>& stop,
                                 const RunFolderCache::Report& report) { return cache->look(roots, configs, stop, report); };
    }
    settle_.setSingleShot(true);
    settle_.setInterval(settleMilliseconds);
    poll_.setSingleShot(true);
    connect(&watcher_, &QFileSystemWatcher::directoryChanged, &settle_, qOverload<>(&QTimer::start));
    connect(&settle_, &QTimer::timeout, this, &RunScanner::rescan);
    connect(&poll_, &QTimer::timeout, this, &RunScanner::rescan);
}

RunScanner::~RunScanner() { *stop_ = true; }

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
    const auto report = [this, guard = QPointer<QObject>(this)](RunScan part) {
        postTo(guard, [this, shared = std::make_shared<const RunScan>(std::move(part))] { Q_EMIT found(shared); });
    };
    const auto scan = [roots = roots_, configs = configs_, reread = std::exchange(reread_, {}), cache = cache_, stop = stop_,
                       look = look_, report] {
        QElapsedTimer time;
        time.start();
        for (const QString& folder : reread) cache->forget(folder);
        Scanned scanned;
        try {
            scanned.moreToRead = look(roots, configs, *stop, report);
        } catch (const std::exception& error) {
            scanned.problem =
                tr("The runs could not be listed: %1. They are looked for again.").arg(QString::fromUtf8(error.what()));
        }
        for (const QString& folder : roots.folders) {
            if (QFileInfo(folder).isDir()) scanned.watchable << folder;
        }
        scanned.milliseconds = time.elapsed();
        return scanned;
    };
    inBackground(this, scan, [this](const Scanned& scanned) { end(scanned); });
}

void RunScanner::end(const Scanned& scanned) {
    scanning_ = false;
    watch(scanned.watchable);
    if (!scanned.problem.isEmpty() && scanned.problem != problem_) Q_EMIT failed(scanned.problem);
    problem_ = scanned.problem;
    // Ten thousand folders on a slow drive must not keep a core busy.
    poll_.start(static_cast<int>(qMax<qint64>(pollMilliseconds, 50 * scanned.milliseconds)));
    if (again_ || scanned.moreToRead) {
        again_ = false;
        begin();
    }
}

void RunScanner::watch(const QStringList& watchable) {
    // Looked at again each time: a root may have been made, removed or exchanged meanwhile.
    const QStringList watched = watcher_.directories();
    for (const QString& folder : watched) {
        if (!roots_.folders.contains(folder)) watcher_.removePath(folder);
    }
    for (const QString& folder : watchable) {
        if (!watched.contains(folder) && roots_.folders.contains(folder)) watcher_.addPath(folder);
    }
}

}   // namespace overfit::ui
