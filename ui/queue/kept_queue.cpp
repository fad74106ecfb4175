#include "ui/queue/kept_queue.h"

#include "core/config/config_yaml.h"

#include <QDir>
#include <QFileInfo>
#include <exception>
#include <utility>

namespace overfit::ui {

namespace {

constexpr int saveSoonMilliseconds = 200;   // a series of seeds is written once, not once for each

const auto lockEnding = QStringLiteral(".queue-lock");   // .lock is what QSettings locks while it writes
constexpr std::size_t mostEnded = 20;

QString yamlOf(const ExperimentConfig& config) { return QString::fromStdString(config_to_yaml(config)); }

}   // namespace

KeptQueue::KeptQueue(TrainingController& controller, AppSettings& settings, QObject* parent)
    : QObject(parent), controller_(controller), settings_(settings), lock_(settings.file() + lockEnding) {
    QDir().mkpath(QFileInfo(settings.file()).path());   // at the very first start
    lock_.setStaleLockTime(0);   // held as long as the window stands; a dead program's is broken anyway
    own();
    saveSoon_.setSingleShot(true);
    saveSoon_.setInterval(saveSoonMilliseconds);
    connect(&saveSoon_, &QTimer::timeout, this, &KeptQueue::save);
    connect(&controller, &TrainingController::queueChanged, &saveSoon_, qOverload<>(&QTimer::start));
}

bool KeptQueue::own() {
    if (owner_) return true;
    // Where no lock can be made, there is nothing to wait for.
    owner_ = lock_.tryLock(0) || lock_.error() != QLockFile::LockFailedError;
    if (!owner_) return false;
    settings_.readAgain();   // what the other window left
    read();
    return true;
}

void KeptQueue::read() {
    for (const QString& yaml : settings_.waitingExperiments()) {
        try {
            undecided_.push_back(parse_config(yaml.toStdString(), "the last session"));
        } catch (const std::exception&) {
            unreadable_ << yaml;
        }
    }
}

void KeptQueue::save() {
    if (closed_) return;
    const bool before = owner_;
    if (!own()) return;
    QStringList yaml = unreadable_;
    for (const ExperimentConfig& config : undecided_) yaml << yamlOf(config);
    for (const QueuedExperiment& experiment : controller_.queue()) {
        // A run that waits to be resumed is kept by its folder.
        if (experiment.resumed.empty()) yaml << yamlOf(experiment.config);
    }
    if (yaml != settings_.waitingExperiments()) settings_.setWaitingExperiments(yaml);
    if (!before) Q_EMIT changed();
}

std::vector<EndedRun> KeptQueue::endedRuns() const {
    return owner_ ? endedRunsFrom(settings_.endedExperiments()) : std::vector<EndedRun>();
}

void KeptQueue::keepEnded(const std::vector<EndedRun>& runs) {
    if (!owner_) return;
    std::vector<EndedRun> kept;
    for (const EndedRun& run : runs) {
        // The session before the last is past, once something has ended in this one.
        const bool past = run.ofLastSession && !runs.front().ofLastSession;
        if (!past && kept.size() < mostEnded) kept.push_back(run);
    }
    const QByteArray json = kept.empty() ? QByteArray() : toJson(kept);
    if (json != settings_.endedExperiments()) settings_.setEndedExperiments(json);
}

void KeptQueue::start() {
    for (const ExperimentConfig& config : std::exchange(undecided_, {})) controller_.enqueue(config);
    save();
    Q_EMIT changed();
}

void KeptQueue::discard() {
    discarded_ = std::exchange(undecided_, {});
    discardedUnreadable_ = std::exchange(unreadable_, {});
    save();
    Q_EMIT changed();
}

void KeptQueue::undoDiscard() {
    undecided_ = std::exchange(discarded_, {});
    unreadable_ = std::exchange(discardedUnreadable_, {});
    save();
    Q_EMIT changed();
}

void KeptQueue::closeSession() {
    save();   // does nothing the second time
    closed_ = true;
}

}   // namespace overfit::ui
