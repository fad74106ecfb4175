#pragma once

#include "core/fetch/fetch_dataset.h"
#include "core/fetch/verify_dataset.h"

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace overfit::ui {

/// fetch_dataset(), or what a test puts in its place.
using FetchFunction = std::function<FetchResult(std::string_view, std::span<const std::filesystem::path>,
                                                const FetchOptions&, FetchObserver&, const std::stop_token&)>;

/// Something to be done with a data set that takes a while.
struct DatasetJob {
    enum class Kind { Fetch, Verify };

    Kind kind = Kind::Fetch;
    QString dataset;      // its name
    QString from;         // Fetch: an address, file or folder instead of the publisher's; may be empty
    bool again = false;   // Fetch: although it is there
};

/// How far the running job is.
struct DatasetProgress {
    QString dataset;
    QString phase;   // "fetching", "checking", "unpacking"
    std::optional<FetchProgress> fetch;
};

struct DatasetOutcome {
    enum class End { Done, Stopped, Failed };

    DatasetJob job;
    End end = End::Done;
    QString words;                              // what it came to; Failed: the error
    std::optional<Verification> verification;   // of a Verify that was done
};

/// Fetches and verifies data sets, one after another, on one thread of its own.
class DatasetJobs : public QObject {
    Q_OBJECT
public:
    explicit DatasetJobs(FetchFunction fetch, QObject* parent = nullptr);
    ~DatasetJobs() override;   // stops the running one and waits for it

    /// Of the jobs that begin from now on; the first takes what is fetched.
    void setRoots(std::vector<std::filesystem::path> roots) { roots_ = std::move(roots); }

    /// At once, or behind those that wait; nothing when the set has a job already.
    void add(const DatasetJob& job);

    /// A waiting job goes; a running one stops soon, and its outcome follows.
    void cancel(const QString& dataset);
    void cancelAll();

    const std::optional<DatasetJob>& running() const { return running_; }
    const std::deque<DatasetJob>& waiting() const { return waiting_; }
    const DatasetJob* jobOf(const QString& dataset) const;   // null: none
    bool isStopping() const { return running_ && stop_.stop_requested(); }

Q_SIGNALS:
    void changed();                                                  // what runs and waits
    void progressed(const overfit::ui::DatasetProgress& progress);   // at most ten times a second
    void noted(const QString& dataset, const QString& note);
    void ended(const overfit::ui::DatasetOutcome& outcome);

private:
    void begin();
    void end(const DatasetOutcome& outcome);

    const FetchFunction fetch_;
    std::vector<std::filesystem::path> roots_;
    QThreadPool pool_;   // one thread
    std::optional<DatasetJob> running_;
    std::deque<DatasetJob> waiting_;
    std::stop_source stop_;   // of the running job
};

}   // namespace overfit::ui
