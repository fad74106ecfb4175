#pragma once

#include "ui/worker/progress_mailbox.h"

#include <QObject>
#include <mutex>

namespace overfit::ui {

/// Lives in the training thread, without a parent. Turns one experiment after the other into mail (frequent news) and one
/// signal (the end).
class TrainingWorker : public QObject, private TrainingObserver {
    Q_OBJECT
public:
    TrainingWorker(TrainFunction train, ResumeFunction resume, ProgressMailbox& mailbox);
    ~TrainingWorker() override;   // when the training thread has ended

    /// UI thread: what run() is to do next. Kept under a mutex of our own, so that the hand-over is visible to every
    /// thread checker, whatever the event queue does.
    void prepare(const QueuedExperiment& experiment, std::stop_token stop);

    /// Training thread: runs what was prepared. The one place in the window where training's exceptions are caught.
    void run();

Q_SIGNALS:
    void finished();   // the outcome waits in takeOutcome()

public:
    /// UI thread, after finished().
    RunOutcome takeOutcome();

private:
    void on_phase(std::string_view phase) override;
    void on_start(const RunHeader& header) override;
    void on_step(const StepReport& report) override;
    void on_epoch(const EpochReport& report) override;

    struct Task {
        QueuedExperiment experiment;
        std::stop_token stop;
    };

    RunOutcome train(const Task& task);
    RecordedRun trainOrResume(const Task& task, RunOutcome& outcome);
    void postEarlier(std::int64_t firstStep);

    const TrainFunction train_;
    const ResumeFunction resume_;
    std::filesystem::path resumed_;   // what runs now goes on with; touched by the training thread only
    ProgressMailbox& mailbox_;        // outlives the thread
    std::mutex mutex_;
    std::optional<Task> task_;   // guarded by mutex_
    RunOutcome outcome_;         // guarded by mutex_
};

}   // namespace overfit::ui
