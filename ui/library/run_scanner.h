#pragma once

#include "core/runs/run_store.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>
#include <memory>
#include <vector>

namespace overfit::ui {

/// Reads the summaries of all run folders in the background, again whenever something changes: told by the file system where
/// it can (silent on network drives), else by a slow poll. A folder that did not change is not read again.
class RunScanner : public QObject {
    Q_OBJECT
public:
    using Listings = std::vector<RunListing>;

    explicit RunScanner(QObject* parent = nullptr);
    ~RunScanner() override;   // waits for the scan under way

    /// The folder whose direct sub-folders are runs, and single run folders from elsewhere. Scans.
    void setPlaces(const QString& runsDir, const QStringList& elsewhere);

    /// Now, or right after the scan under way.
    void rescan();

Q_SIGNALS:
    void listed(std::shared_ptr<const overfit::ui::RunScanner::Listings> listings);

private:
    struct Cache;
    void begin();
    void end(std::shared_ptr<const Listings> listings, qint64 milliseconds);

    QThreadPool pool_;   // one thread: one scan at a time
    QFileSystemWatcher watcher_;
    QTimer poll_, settle_;
    QString runsDir_;
    QStringList elsewhere_;
    std::shared_ptr<Cache> cache_;   // touched by the pool's thread only
    bool scanning_ = false;
    bool again_ = false;
};

}   // namespace overfit::ui
