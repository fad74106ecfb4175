#include "ui/worker/training_controller.h"

#include "ui/worker/training_worker.h"

#include <QThread>
#include <QTimer>

namespace overfit::ui {

namespace {

constexpr int refreshMilliseconds = 40;   // 25 Hz: smooth to the eye, and far from what a chart costs

}   // namespace

struct TrainingController::Private {
    explicit Private(TrainFunction train) : worker(std::make_unique<TrainingWorker>(std::move(train), mailbox)) {}

    ProgressMailbox mailbox;
    QThread thread;
    std::unique_ptr<TrainingWorker> worker;   // lives in the thread; deleted when that has ended
    QTimer refresh;
    std::stop_source stop;
    std::deque<ExperimentConfig> waiting;
    State state = State::Idle;
    int lastNumber = 0;

    void deliver(TrainingController* controller) {
        if (const std::optional<LiveUpdate> update = mailbox.take()) Q_EMIT controller->updated(*update);
    }

    void enter(TrainingController* controller, State next) {
        if (state == next) return;
        state = next;
        Q_EMIT controller->stateChanged(next);
    }

    void startNext(TrainingController* controller) {
        const ExperimentConfig config = waiting.front();
        waiting.pop_front();
        stop = std::stop_source{};   // a fresh one for each run: a stop asked for the last one must not reach this one
        mailbox.clear();
        worker->prepare(config, stop.get_token());
        QMetaObject::invokeMethod(worker.get(), &TrainingWorker::run, Qt::QueuedConnection);
        refresh.start(refreshMilliseconds);
        enter(controller, State::Running);
        Q_EMIT controller->queueChanged();
        Q_EMIT controller->runStarted(config);
    }

    void finish(TrainingController* controller) {
        refresh.stop();
        deliver(controller);   // the last points come before the end is told
        // Still Running or Stopping here, so that an experiment enqueued by a receiver takes its place behind the others.
        Q_EMIT controller->runFinished(worker->takeOutcome());
        if (waiting.empty()) {
            enter(controller, State::Idle);
        } else {
            startNext(controller);
        }
    }
};

TrainingController::TrainingController(TrainFunction train, QObject* parent)
    : QObject(parent), private_(std::make_unique<Private>(std::move(train))) {
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

int TrainingController::enqueue(const ExperimentConfig& config) {
    private_->waiting.push_back(config);
    const int number = ++private_->lastNumber;
    if (private_->state == State::Idle) {
        private_->startNext(this);
    } else {
        Q_EMIT queueChanged();
    }
    return number;
}

std::vector<ExperimentConfig> TrainingController::queue() const {
    return {private_->waiting.begin(), private_->waiting.end()};
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
