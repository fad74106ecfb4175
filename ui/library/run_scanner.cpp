#include "ui/library/run_scanner.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <algorithm>
#include <system_error>
#include <unordered_map>

namespace overfit::ui {

namespace {

constexpr int pollMilliseconds = 3000;
constexpr int settleMilliseconds = 150;   // a new run folder arrives as a burst of changes

/// Changes whenever a summary may read differently.
struct Stamp {
    std::filesystem::file_time_type record{}, user{};
    std::uintmax_t recordSize = 0;
    bool operator==(const Stamp&) const = default;
};

Stamp stampOf(const std::filesystem::path& folder) {
    Stamp stamp;
    std::error_code ignored;
    stamp.record = std::filesystem::last_write_time(folder / "run.json", ignored);
    stamp.recordSize = std::filesystem::file_size(folder / "run.json", ignored);
    stamp.user = std::filesystem::last_write_time(folder / "user.json", ignored);
    return stamp;
}

/// The sub-folders of a runs folder; hidden ones are not runs.
std::vector<std::filesystem::path> foldersIn(const std::filesystem::path& runsDir) {
    std::vector<std::filesystem::path> folders;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(runsDir, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_directory(ignored) && !entry->path().filename().string().starts_with('.')) {
            folders.push_back(entry->path());
        }
    }
    return folders;
}

bool mayChangeUnseen(const RunListing& run) {
    // A running one becomes interrupted without any change of its files: its process is gone.
    return run.record && run.record->status == RunStatus::Running;
}

}   // namespace

struct RunScanner::Cache {
    struct Entry {
        Stamp stamp;
        RunListing run;
    };
    std::unordered_map<std::string, Entry> entries;

    std::shared_ptr<const Listings> scan(const QString& runsDir, const QStringList& elsewhere) {
        std::vector<std::filesystem::path> folders;
        if (!runsDir.isEmpty()) folders = foldersIn(runsDir.toStdString());
        for (const QString& folder : elsewhere) {
            const std::filesystem::path path = folder.toStdString();
            if (std::find(folders.begin(), folders.end(), path) == folders.end()) folders.push_back(path);
        }
        auto listings = std::make_shared<Listings>();
        listings->reserve(folders.size());
        std::unordered_map<std::string, Entry> fresh;
        for (const std::filesystem::path& folder : folders) {
            const Stamp stamp = stampOf(folder);
            const auto known = entries.find(folder.string());
            const bool unchanged =
                known != entries.end() && known->second.stamp == stamp && !mayChangeUnseen(known->second.run);
            Entry entry = unchanged ? std::move(known->second) : Entry{stamp, read_run(folder)};
            listings->push_back(entry.run);
            fresh.emplace(folder.string(), std::move(entry));
        }
        entries = std::move(fresh);
        return listings;
    }
};

RunScanner::RunScanner(QObject* parent) : QObject(parent), cache_(std::make_shared<Cache>()) {
    pool_.setMaxThreadCount(1);
    settle_.setSingleShot(true);
    settle_.setInterval(settleMilliseconds);
    poll_.setSingleShot(true);
    connect(&watcher_, &QFileSystemWatcher::directoryChanged, &settle_, qOverload<>(&QTimer::start));
    connect(&settle_, &QTimer::timeout, this, &RunScanner::rescan);
    connect(&poll_, &QTimer::timeout, this, &RunScanner::rescan);
}

RunScanner::~RunScanner() { pool_.waitForDone(); }

void RunScanner::setPlaces(const QString& runsDir, const QStringList& elsewhere) {
    runsDir_ = runsDir;
    elsewhere_ = elsewhere;
    rescan();
}

void RunScanner::rescan() {
    if (scanning_) {
        again_ = true;
    } else {
        begin();
    }
}

void RunScanner::begin() {
    scanning_ = true;
    poll_.stop();
    settle_.stop();
    pool_.start([this, cache = cache_, runsDir = runsDir_, elsewhere = elsewhere_] {
        QElapsedTimer time;
        time.start();
        std::shared_ptr<const Listings> listings = cache->scan(runsDir, elsewhere);
        // The destructor waits for this thread, so `this` is alive; the call is dropped should it be gone by then.
        QMetaObject::invokeMethod(
            this, [this, listings, spent = time.elapsed()] { end(listings, spent); }, Qt::QueuedConnection);
    });
}

void RunScanner::end(std::shared_ptr<const Listings> listings, qint64 milliseconds) {
    scanning_ = false;
    // Watched again each time: the folder may have been made, removed or exchanged meanwhile.
    if (!watcher_.directories().contains(runsDir_)) {
        if (!watcher_.directories().isEmpty()) watcher_.removePaths(watcher_.directories());
        if (QFileInfo(runsDir_).isDir()) watcher_.addPath(runsDir_);
    }
    Q_EMIT listed(std::move(listings));
    // Ten thousand folders on a slow drive must not keep a core busy.
    poll_.start(static_cast<int>(qMax<qint64>(pollMilliseconds, 50 * milliseconds)));
    if (again_) {
        again_ = false;
        begin();
    }
}

}   // namespace overfit::ui
