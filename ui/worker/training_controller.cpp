#include "ui/worker/training_controller.h"

#include "ui/worker/training_worker.h"

#include <QThread>
#include <QTimer>
#include <algorithm>
#include <utility>

namespace overfit::ui {

namespace {

constexpr int refreshMilliseconds = 40;   // 25 Hz: smooth to the eye, and far from what a chart costs

}   // namespace

struct TrainingController::Private {
    Private(TrainFunction train, ResumeFunction resume)
        : worker(std::make_unique<TrainingWorker>(std::move(train), std::move(resume), mailbox)) {}

    ProgressMailbox mailbox;
    QThread thread;
    std::unique_ptr<TrainingWorker> worker;   // lives in the thread; deleted when that has ended
    QTimer refresh;
    std::stop_source stop;
    std::vector<QueuedExperiment> waiting;
    std::optional<QueuedExperiment> running;
    State state = State::Idle;
    int lastNumber = 0;
    std::function<std::vector<std::string>()> namesElsewhere = [] { return std::vector<std::string>(); };

    auto find(int number) {
        return std::find_if(waiting.begin(), waiting.end(),
                            [number](const QueuedExperiment& experiment) { return experiment.number == number; });
    }

    void deliver(TrainingController* controller) {
        if (const std::optional<LiveUpdate> update = mailbox.take()) Q_EMIT controller->updated(*update);
    }

    void enter(TrainingController* controller, State next) {
        if (state == next) return;
        state = next;
        Q_EMIT controller->stateChanged(next);
    }

    void startNext(TrainingController* controller) {
        running = std::move(waiting.front());
        waiting.erase(waiting.begin());
        stop = std::stop_source{};   // a fresh one for each run: a stop asked for the last one must not reach this one
        mailbox.clear();
        worker->prepare(*running, stop.get_token());
        QMetaObject::invokeMethod(worker.get(), &TrainingWorker::run, Qt::QueuedConnection);
        refresh.start(refreshMilliseconds);
        enter(controller, State::Running);
        Q_EMIT controller->queueChanged();
        Q_EMIT controller->runStarted(running->config);
    }

    void finish(TrainingController* controller) {
        refresh.stop();
        deliver(controller);   // the last points come before the end is told
        // Still Running or Stopping here, so that an experiment enqueued by a receiver takes its place behind the others.
        Q_EMIT controller->runFinished(worker->takeOutcome());
        running.reset();
        if (waiting.empty()) {
            enter(controller, State::Idle);
        } else {
            startNext(controller);
        }
    }
};

TrainingController::TrainingController(TrainFunction train, ResumeFunction resume, QObject* parent)
    : QObject(parent), private_(std::make_unique<Private>(std::move(train), std::move(resume))) {
    private_->thread.setObjectName(QStringLiteral("training"));
    private_->worker->moveToThread(&private_->thread);
    connect(private_->worker.get(), &TrainingWorker::finished, this, [this] { private_->finish(this); });
    connect(&private_->refresh, &QTimer::timeout, this, [this] { private_->deliver(this); });
    private_->thread.start();
}

TrainingController::~TrainingController() {
    private_->waiting.clear();
    private_->stop.request_stop();
    private_->thread.quit();
    private_->thread.wait();
}

TrainingController::State TrainingController::state() const { return private_->state; }

void TrainingController::setNamesElsewhere(std::function<std::vector<std::string>()> names) {
    private_->namesElsewhere = std::move(names);
}

int TrainingController::enqueue(const ExperimentConfig& config) {
    std::vector<std::string> taken = private_->namesElsewhere();
    if (private_->running) taken.push_back(private_->running->config.name);
    for (const QueuedExperiment& other : private_->waiting) taken.push_back(other.config.name);
    QueuedExperiment experiment{++private_->lastNumber, config};
    experiment.config.name = freeName(config.name, taken);
    putBack(experiment, static_cast<int>(private_->waiting.size()));
    return experiment.number;
}

bool TrainingController::resume(const std::filesystem::path& folder, const ExperimentConfig& config) {
    const auto& waiting = private_->waiting;
    const auto isSame = [&folder](const QueuedExperiment& other) { return other.resumed == folder; };
    if (private_->running && isSame(*private_->running)) return false;
    if (std::any_of(waiting.begin(), waiting.end(), isSame)) return false;
    putBack({++private_->lastNumber, config, folder}, static_cast<int>(waiting.size()));
    return true;
}

const std::vector<QueuedExperiment>& TrainingController::queue() const { return private_->waiting; }

const std::optional<QueuedExperiment>& TrainingController::running() const { return private_->running; }

void TrainingController::putBack(const QueuedExperiment& experiment, int place) {
    auto& waiting = private_->waiting;
    waiting.insert(waiting.begin() + std::clamp(place, 0, static_cast<int>(waiting.size())), experiment);
    if (private_->state == State::Idle) {
        private_->startNext(this);
    } else {
        Q_EMIT queueChanged();
    }
}

void TrainingController::moveInQueue(int number, int place) {
    auto& waiting = private_->waiting;
    const auto from = private_->find(number);
    const auto to = waiting.begin() + std::clamp(place, 0, std::max(0, static_cast<int>(waiting.size()) - 1));
    if (from == waiting.end() || from == to) return;
    if (from < to) {
        std::rotate(from, from + 1, to + 1);
    } else {
        std::rotate(to, from, from + 1);
    }
    Q_EMIT queueChanged();
}

void TrainingController::removeFromQueue(int number) {
    const auto place = private_->find(number);
    if (place == private_->waiting.end()) return;
    private_->waiting.erase(place);
    Q_EMIT queueChanged();
}

void TrainingController::clearQueue() {
    if (private_->waiting.empty()) return;
    private_->waiting.clear();
    Q_EMIT queueChanged();
}

void TrainingController::requestStop() {
    if (private_->state != State::Running) return;
    private_->stop.request_stop();   // direct: a queued call would wait behind the run
    private_->enter(this, State::Stopping);
}

}   // namespace overfit::ui
