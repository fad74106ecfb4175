#include "ui/worker/training_worker.h"

#include "core/runs/metrics_file.h"

#include <exception>
#include <utility>

namespace overfit::ui {

TrainingWorker::TrainingWorker(TrainFunction train, ResumeFunction resume, ProgressMailbox& mailbox)
    : train_(std::move(train)), resume_(std::move(resume)), mailbox_(mailbox) {}

TrainingWorker::~TrainingWorker() {
    const std::lock_guard lock(mutex_);   // sees all that the training thread wrote last
}

void TrainingWorker::prepare(const QueuedExperiment& experiment, std::stop_token stop) {
    const std::lock_guard lock(mutex_);
    task_ = Task{experiment, std::move(stop)};
}

void TrainingWorker::run() {
    std::optional<Task> task;
    {
        const std::lock_guard lock(mutex_);
        task = std::exchange(task_, std::nullopt);
    }
    if (!task) return;
    RunOutcome outcome = train(*task);
    {
        const std::lock_guard lock(mutex_);
        outcome_ = std::move(outcome);
    }
    Q_EMIT finished();
}

RunOutcome TrainingWorker::takeOutcome() {
    const std::lock_guard lock(mutex_);
    return std::exchange(outcome_, {});
}

RecordedRun TrainingWorker::trainOrResume(const Task& task, RunOutcome& outcome) {
    const auto onFolder = [&](const std::filesystem::path& folder) {
        outcome.folder = QString::fromStdString(folder.string());
        mailbox_.postFolder(outcome.folder);
    };
    resumed_ = task.experiment.resumed;
    if (resumed_.empty()) return train_(task.experiment.config, *this, task.stop, onFolder);
    onFolder(resumed_);
    return resume_(resumed_, *this, task.stop);
}

RunOutcome TrainingWorker::train(const Task& task) {
    RunOutcome outcome;
    try {
        RecordedRun run = trainOrResume(task, outcome);
        outcome.folder = QString::fromStdString(run.folder.string());
        outcome.summary = std::move(run.summary);
    } catch (const std::exception& error) {
        outcome.error = QString::fromUtf8(error.what());
        if (outcome.error.isEmpty()) outcome.error = tr("The training ended with an error that says nothing.");
    } catch (...) {
        outcome.error = tr("The training ended with an error of an unknown kind.");
    }
    if (outcome.summary) return outcome;
    // Refused after its folder was made, which went with it.
    std::error_code unknown;   // a disk that does not answer
    if (!std::filesystem::exists(outcome.folder.toStdString(), unknown) && !unknown) outcome.folder.clear();
    return outcome;
}

void TrainingWorker::on_phase(std::string_view phase) {
    mailbox_.postPhase(QString::fromUtf8(phase.data(), static_cast<qsizetype>(phase.size())));
}

void TrainingWorker::on_start(const RunHeader& header) {
    mailbox_.post(std::make_shared<const RunHeader>(header));
    if (!resumed_.empty() && header.first_step > 0) postEarlier(header.first_step);
}

void TrainingWorker::postEarlier(std::int64_t firstStep) {
    // The window's curves begin where the run did, not where it goes on.
    const RunMetrics earlier = read_metrics(resumed_);
    for (const StepReport& step : earlier.steps) {
        if (step.step <= firstStep) mailbox_.post(step);
    }
    for (const EpochMetrics& epoch : earlier.epochs) {
        if (epoch.step <= firstStep) mailbox_.post(epoch);
    }
}

void TrainingWorker::on_step(const StepReport& report) { mailbox_.post(report); }

void TrainingWorker::on_epoch(const EpochReport& report) { mailbox_.post(report.metrics); }

}   // namespace overfit::ui
