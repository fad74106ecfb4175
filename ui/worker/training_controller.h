#pragma once

#include "core/experiment/experiment.h"
#include "ui/worker/queued_experiment.h"

#include <QObject>
#include <QString>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace overfit::ui {

/// Trains: record_experiment() in the program, a fake in window tests.
using TrainFunction = std::function<RecordedRun(const ExperimentConfig&, TrainingObserver&, std::stop_token,
                                                const std::function<void(const std::filesystem::path&)>& on_folder)>;

/// Goes on with a run folder: resume_experiment() in the program, a fake in window tests.
using ResumeFunction = std::function<RecordedRun(const std::filesystem::path& folder, TrainingObserver&, std::stop_token)>;

/// All that arrived from the training thread since the last time, by value.
struct LiveUpdate {
    QString folder;   // of the running run; empty until it exists
    QString phase;
    std::shared_ptr<const RunHeader> header;   // set once, when it arrived
    std::vector<StepReport> steps;
    std::vector<EpochMetrics> epochs;
};

/// How a run ended.
struct RunOutcome {
    QString folder;                      // empty when not even the folder could be made
    std::optional<RunSummary> summary;   // nothing when it failed
    QString error;                       // empty unless it failed
};

/// Owns the training thread, its worker and the queue; lives in the UI thread. One enum decides every button.
class TrainingController : public QObject {
    Q_OBJECT
public:
    enum class State { Idle, Running, Stopping };
    Q_ENUM(State)

    explicit TrainingController(TrainFunction train, ResumeFunction resume = {}, QObject* parent = nullptr);
    ~TrainingController() override;   // stops the run after its current batch and waits for it

    State state() const;

    /// Names of other runs than those here, asked for whenever one is enqueued: the saved ones'.
    void setNamesElsewhere(std::function<std::vector<std::string>()> names);

    /// Starts at once when idle, else waits behind the others. Where one of the same name waits, runs or is saved, this one
    /// is called "name (2)". Returns the experiment's number.
    int enqueue(const ExperimentConfig& config);

    /// Goes on with a stopped run, in its turn. `config` is the folder's own. False, and nothing more, for a folder that
    /// waits or runs already.
    bool resume(const std::filesystem::path& folder, const ExperimentConfig& config);

    const std::vector<QueuedExperiment>& queue() const;       // waiting ones, next first
    const std::optional<QueuedExperiment>& running() const;   // still told while runFinished() is

    void moveInQueue(int number, int place);   // 0 = next; beyond the end = last
    void removeFromQueue(int number);
    void clearQueue();

    /// Puts a removed one back, at that place as far as the queue is that long; starts it when idle.
    void putBack(const QueuedExperiment& experiment, int place);

    void requestStop();   // of the running one; the queue goes on unless cleared

Q_SIGNALS:
    void stateChanged(overfit::ui::TrainingController::State state);
    void queueChanged();
    void runStarted(const overfit::ExperimentConfig& config);
    void updated(const overfit::ui::LiveUpdate& update);   // at most 25 times a second
    void runFinished(const overfit::ui::RunOutcome& outcome);

private:
    struct Private;
    std::unique_ptr<Private> private_;
};

}   // namespace overfit::ui
