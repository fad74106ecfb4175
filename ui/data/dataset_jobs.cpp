#include "ui/data/dataset_jobs.h"

#include "core/config/dataset_facts.h"
#include "core/support/text.h"
#include "ui/data/dataset_words.h"

#include <algorithm>
#include <exception>

namespace overfit::ui {

namespace {

using Roots = std::vector<std::filesystem::path>;

/// Hands on what a fetch tells.
class Forwarder : public FetchObserver {
public:
    Forwarder(DatasetJobs& jobs, const QString& dataset) : jobs_(jobs) { progress_.dataset = dataset; }

    void on_phase(std::string_view phase) override {
        progress_.phase = QString::fromUtf8(phase.data(), static_cast<qsizetype>(phase.size()));
        progress_.fetch.reset();
        send();
    }
    void on_progress(const FetchProgress& progress) override {
        progress_.fetch = progress;
        send();
    }
    void on_note(std::string_view note) override {
        const QString words = QString::fromUtf8(note.data(), static_cast<qsizetype>(note.size()));
        QMetaObject::invokeMethod(
            &jobs_, [jobs = &jobs_, dataset = progress_.dataset, words] { Q_EMIT jobs->noted(dataset, words); },
            Qt::QueuedConnection);
    }

private:
    void send() {
        QMetaObject::invokeMethod(
            &jobs_, [jobs = &jobs_, progress = progress_] { Q_EMIT jobs->progressed(progress); }, Qt::QueuedConnection);
    }

    DatasetJobs& jobs_;
    DatasetProgress progress_;
};

QString titleOf(const QString& dataset) {
    const DatasetFacts* facts = find_dataset_facts(dataset.toStdString());
    return facts == nullptr ? dataset : QString::fromUtf8(facts->title.data(), static_cast<qsizetype>(facts->title.size()));
}

QString stoppedWords(const QString& dataset, const Roots& roots) {
    const std::uint64_t kept = kept_bytes(dataset.toStdString(), roots);
    if (kept == 0) return DatasetJobs::tr("Stopped. Nothing is left behind.");
    return DatasetJobs::tr("Stopped. %1 are kept; Resume goes on from there.").arg(QString::fromStdString(as_size(kept)));
}

DatasetOutcome fetched(const DatasetJob& job, const FetchFunction& fetch, const Roots& roots, FetchObserver& observer,
                       const std::stop_token& stop) {
    const FetchOptions options{.from = job.from.toStdString(), .again = job.again, .limits = {}};
    const FetchResult result = fetch(job.dataset.toStdString(), roots, options, observer, stop);
    const QString folder = QString::fromStdString(result.folder.string());
    switch (result.end) {
        case FetchEnd::Fetched:
            return {job, DatasetOutcome::End::Done, DatasetJobs::tr("%1 is in %2").arg(titleOf(job.dataset), folder), {}};
        case FetchEnd::AlreadyThere:
            return {job, DatasetOutcome::End::Done, DatasetJobs::tr("%1 was there already").arg(titleOf(job.dataset)), {}};
        case FetchEnd::Stopped: break;
    }
    return {job, DatasetOutcome::End::Stopped, stoppedWords(job.dataset, roots), {}};
}

DatasetOutcome verified(const DatasetJob& job, const Roots& roots, const std::stop_token& stop) {
    const auto verification = verify_dataset(job.dataset.toStdString(), roots, stop);
    if (!verification) return {job, DatasetOutcome::End::Stopped, DatasetJobs::tr("Stopped. Nothing was compared."), {}};
    return {job, DatasetOutcome::End::Done, verificationText(*verification), verification};
}

}   // namespace

DatasetJobs::DatasetJobs(FetchFunction fetch, QObject* parent) : QObject(parent), fetch_(std::move(fetch)) {
    pool_.setMaxThreadCount(1);
}

DatasetJobs::~DatasetJobs() {
    waiting_.clear();
    stop_.request_stop();
    pool_.waitForDone();
}

const DatasetJob* DatasetJobs::jobOf(const QString& dataset) const {
    if (running_ && running_->dataset == dataset) return &*running_;
    const auto found = std::ranges::find(waiting_, dataset, &DatasetJob::dataset);
    return found == waiting_.end() ? nullptr : &*found;
}

void DatasetJobs::add(const DatasetJob& job) {
    if (jobOf(job.dataset) != nullptr) return;
    waiting_.push_back(job);
    begin();
    Q_EMIT changed();
}

void DatasetJobs::cancel(const QString& dataset) {
    std::erase_if(waiting_, [&](const DatasetJob& job) { return job.dataset == dataset; });
    if (running_ && running_->dataset == dataset) stop_.request_stop();
    Q_EMIT changed();
}

void DatasetJobs::cancelAll() {
    waiting_.clear();
    stop_.request_stop();
    Q_EMIT changed();
}

void DatasetJobs::begin() {
    if (running_ || waiting_.empty()) return;
    running_ = waiting_.front();
    waiting_.pop_front();
    stop_ = std::stop_source();
    pool_.start([this, job = *running_, roots = roots_, stop = stop_.get_token()] {
        // The destructor waits for this thread, so `this` is alive; calls are dropped should it be gone by then.
        DatasetOutcome outcome{job, DatasetOutcome::End::Failed, {}, {}};
        Forwarder forwarder(*this, job.dataset);
        try {
            outcome = job.kind == DatasetJob::Kind::Fetch ? fetched(job, fetch_, roots, forwarder, stop)
                                                          : verified(job, roots, stop);
        } catch (const std::exception& error) {
            outcome.words = windowWords(QString::fromUtf8(error.what()));
        }
        QMetaObject::invokeMethod(
            this, [this, outcome] { end(outcome); }, Qt::QueuedConnection);
    });
}

void DatasetJobs::end(const DatasetOutcome& outcome) {
    running_.reset();
    begin();
    Q_EMIT ended(outcome);
    Q_EMIT changed();
}

}   // namespace overfit::ui
