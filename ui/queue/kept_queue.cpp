#include "ui/queue/kept_queue.h"

#include "core/config/config_yaml.h"

#include <exception>
#include <utility>

namespace overfit::ui {

namespace {

constexpr int saveSoonMilliseconds = 200;   // a series of seeds is written once, not once for each

QString yamlOf(const ExperimentConfig& config) { return QString::fromStdString(config_to_yaml(config)); }

}   // namespace

KeptQueue::KeptQueue(TrainingController& controller, AppSettings& settings, QObject* parent)
    : QObject(parent), controller_(controller), settings_(settings) {
    read();
    saveSoon_.setSingleShot(true);
    saveSoon_.setInterval(saveSoonMilliseconds);
    connect(&saveSoon_, &QTimer::timeout, this, &KeptQueue::save);
    connect(&controller, &TrainingController::queueChanged, &saveSoon_, qOverload<>(&QTimer::start));
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
    QStringList yaml = unreadable_;
    for (const ExperimentConfig& config : undecided_) yaml << yamlOf(config);
    for (const QueuedExperiment& experiment : controller_.queue()) {
        // A run that waits to be resumed is kept by its folder.
        if (experiment.resumed.empty()) yaml << yamlOf(experiment.config);
    }
    if (yaml != settings_.waitingExperiments()) settings_.setWaitingExperiments(yaml);
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
