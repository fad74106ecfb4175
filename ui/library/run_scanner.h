#pragma once

#include "ui/library/run_folder_cache.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <atomic>
#include <functional>
#include <memory>

namespace overfit::ui {

/// Reads the summaries of all run folders in the background, again whenever something changes: told by the file system where
/// it can (silent on network drives), else by a slow poll. A folder that did not change is not read again.
class RunScanner : public QObject {
    Q_OBJECT
public:
    /// RunFolderCache::look(), or another in tests. Called on the scanner's thread.
    using Look =
        std::function<bool(const RunRoots&, ReadConfigs, const std::atomic<bool>& stop, const RunFolderCache::Report&)>;

    explicit RunScanner(QObject* parent = nullptr);
    explicit RunScanner(Look look, QObject* parent = nullptr);
    ~RunScanner() override;   // ends the scan under way; one that hangs in a folder is not waited for

    void setRoots(const RunRoots& roots);   // scans
    const RunRoots& roots() const { return roots_; }

    /// Whether the runs' configurations are read, too: they are needed for columns of the table only.
    void setReadConfigs(ReadConfigs configs);

    /// Now, or right after the scan under way.
    void rescan();

    /// Reads this folder again although it may not have changed: what is shown of it was never written.
    void reread(const QString& folder);

Q_SIGNALS:
    void found(std::shared_ptr<const overfit::ui::RunScan> part);
    void failed(const QString& problem);   // a scan ended early, and why; told once until one succeeds

private:
    void begin();
    struct Scanned {
        bool moreToRead = false;
        qint64 milliseconds = 0;
        QString problem;         // empty: none
        QStringList watchable;   // roots that are there
    };
    void end(const Scanned& scanned);
    void watch(const QStringList& watchable);

    QFileSystemWatcher watcher_;
    QTimer poll_, settle_;
    RunRoots roots_;
    ReadConfigs configs_ = ReadConfigs::No;
    QStringList reread_;
    // Shared with the scan under way, which may outlive the scanner.
    std::shared_ptr<RunFolderCache> cache_;   // touched by the scan only, of which there is one at a time
    std::shared_ptr<std::atomic<bool>> stop_ = std::make_shared<std::atomic<bool>>(false);
    Look look_;
    QString problem_;   // told last
    bool scanning_ = false;
    bool again_ = false;
};

}   // namespace overfit::ui
