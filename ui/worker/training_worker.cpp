#include "ui/worker/training_worker.h"

#include <exception>
#include <utility>

namespace overfit::ui {

TrainingWorker::TrainingWorker(TrainFunction train, ProgressMailbox& mailbox)
    : train_(std::move(train)), mailbox_(mailbox) {}

TrainingWorker::~TrainingWorker() {
    const std::lock_guard lock(mutex_);   // sees all that the training thread wrote last
}

void TrainingWorker::prepare(const ExperimentConfig& config, std::stop_token stop) {
    const std::lock_guard lock(mutex_);
    task_ = Task{config, std::move(stop)};
}

void TrainingWorker::run() {
    std::optional<Task> task;
    {
        const std::lock_guard lock(mutex_);
        task = std::exchange(task_, std::nullopt);
    }
    if (!task) return;
    RunOutcome outcome = train(task->config, task->stop);
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

RunOutcome TrainingWorker::train(const ExperimentConfig& config, const std::stop_token& stop) {
    RunOutcome outcome;
    const auto onFolder = [&](const std::filesystem::path& folder) {
        outcome.folder = QString::fromStdString(folder.string());
        mailbox_.postFolder(outcome.folder);
    };
    try {
        RecordedRun run = train_(config, *this, stop, onFolder);
        outcome.folder = QString::fromStdString(run.folder.string());
        outcome.summary = std::move(run.summary);
    } catch (const std::exception& error) {
        outcome.error = QString::fromUtf8(error.what());
        if (outcome.error.isEmpty()) outcome.error = tr("The training ended with an error that says nothing.");
    } catch (...) {
        outcome.error = tr("The training ended with an error of an unknown kind.");
    }
    return outcome;
}

void TrainingWorker::on_phase(std::string_view phase) {
    mailbox_.postPhase(QString::fromUtf8(phase.data(), static_cast<qsizetype>(phase.size())));
}

void TrainingWorker::on_start(const RunHeader& header) { mailbox_.post(std::make_shared<const RunHeader>(header)); }

void TrainingWorker::on_step(const StepReport& report) { mailbox_.post(report); }

void TrainingWorker::on_epoch(const EpochReport& report) { mailbox_.post(report.metrics); }

}   // namespace overfit::ui
