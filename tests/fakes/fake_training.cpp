#include "tests/fakes/fake_training.h"

#include "core/runs/run_store.h"
#include "core/support/error.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>

namespace overfit::ui {

namespace {

constexpr std::int64_t stepsPerEpoch = 100;

/// Passes everything on to the folder and to the window, the folder first, as record_experiment() does.
struct Both {
    RunRecorder& recorder;
    TrainingObserver& observer;

    template <typename Tell>
    void operator()(Tell tell) const {
        tell(static_cast<TrainingObserver&>(recorder));
        tell(observer);
    }
};

/// Sleeps, but no longer than until a stop is asked for.
void pause(int milliseconds, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock lock(mutex);
    changed.wait_for(lock, stop, std::chrono::milliseconds(milliseconds), [] { return false; });
}

}   // namespace

RunHeader fakeHeader(const ExperimentConfig& config, std::int64_t totalSteps, int threads) {
    RunHeader header;
    header.config = config;
    header.seeds = resolve_seeds(config);
    header.device = "cpu";
    header.device_name = "fake processor";
    header.threads = threads;
    header.data = {config.data.dataset, 20, 0, 10, 10, std::string(64, '0')};
    header.model = {config.model.name, 407050};
    auto labels = std::make_shared<LabelRecord>();
    for (std::uint16_t place = 0; place < 10; ++place) {
        labels->class_names.push_back(std::to_string(place));
        labels->test.true_labels.push_back(place);
        labels->test.given_labels.push_back(place);
        labels->test.indices.push_back(place);
    }
    for (std::uint16_t place = 0; place < 20; ++place) {
        labels->train.true_labels.push_back(static_cast<std::uint16_t>(place % 10));
        labels->train.given_labels.push_back(static_cast<std::uint16_t>((place * 7 + 3) % 10));
        labels->train.indices.push_back(place);
    }
    header.labels = labels;
    const double p = config.corruption.labels.fraction;
    header.audit.labels_changed = static_cast<std::int64_t>(18 * p);
    header.audit.labels_changed_fraction = 0.9 * p;
    header.audit.expected_changed_fraction = 0.9 * p;
    header.audit.chance_accuracy = 0.1;
    header.steps_per_epoch = stepsPerEpoch;
    header.total_steps = totalSteps;
    return header;
}

EpochMetrics fakeEpoch(std::int64_t epoch, std::int64_t epochs) {
    const double progress = static_cast<double>(epoch) / static_cast<double>(std::max<std::int64_t>(1, epochs));
    EpochMetrics metrics;
    metrics.epoch = epoch;
    metrics.step = epoch * stepsPerEpoch;
    metrics.time_s = 0.3 * static_cast<double>(epoch);
    metrics.train_time_s = 0.25 * static_cast<double>(epoch);
    metrics.train_loss = 2.303 * (1.0 - progress) + 0.001;
    metrics.train_accuracy = 0.1 + 0.9 * progress;
    metrics.test_loss = 2.303 + 3.0 * progress;
    metrics.test_accuracy = 0.1 + 0.005 * std::sin(static_cast<double>(epoch));
    return metrics;
}

TrainFunction FakeTraining::function() {
    return [this](const ExperimentConfig& config, TrainingObserver& observer, std::stop_token stop, const auto& onFolder) {
        return train(config, observer, std::move(stop), onFolder);
    };
}

ResumeFunction FakeTraining::resume() {
    return [this](const std::filesystem::path& folder, TrainingObserver& observer, std::stop_token stop) {
        return goOn(folder, observer, std::move(stop));
    };
}

std::vector<std::string> FakeTraining::trained() const {
    const std::lock_guard lock(mutex_);
    return trained_;
}

RecordedRun FakeTraining::train(const ExperimentConfig& config, TrainingObserver& observer, std::stop_token stop,
                                const std::function<void(const std::filesystem::path&)>& onFolder) {
    {
        const std::lock_guard lock(mutex_);
        trained_.push_back(config.name);
    }
    RunRecorder recorder(config, places_->runsDir());
    onFolder(recorder.folder());
    if (!refusal.empty()) {
        recorder.refuse(refusal);
        throw UsageError({.where = "", .problem = refusal, .remedy = ""});
    }
    return train(config, recorder, observer, stop, 0);
}

RecordedRun FakeTraining::goOn(const std::filesystem::path& folder, TrainingObserver& observer, std::stop_token stop) {
    const RunRecord record = *read_run(folder).record;
    const std::int64_t epoch = record.final_metrics->epoch;
    RunRecorder recorder(folder, epoch * stepsPerEpoch, RunRecorder::Resume{});
    return train(read_run_config(folder), recorder, observer, stop, static_cast<int>(epoch));
}

RecordedRun FakeTraining::train(const ExperimentConfig& config, RunRecorder& recorder, TrainingObserver& observer,
                                const std::stop_token& stop, int firstEpoch) {
    const Both both{recorder, observer};
    both([](TrainingObserver& to) { to.on_phase("training"); });
    if (!failure.empty() && (failsOnly.empty() || failsOnly == config.name)) {
        recorder.fail(failure);
        throw Error({"fake training", failure, "nothing"});
    }
    RunHeader header = fakeHeader(config, epochs * stepsPerEpoch, threads);
    header.first_step = firstEpoch * stepsPerEpoch;
    both([&](TrainingObserver& to) { to.on_start(header); });
    RunSummary summary;
    // Epoch 0 is the untrained network; one that goes on has told of its first epoch.
    for (int epoch = firstEpoch == 0 ? 0 : firstEpoch + 1; epoch <= epochs; ++epoch) {
        EpochReport report;
        report.metrics = fakeEpoch(epoch, epochs);
        both([&](TrainingObserver& to) { to.on_epoch(report); });
        summary.final_metrics = report.metrics;
        pause(epoch == epochs ? 0 : millisecondsPerEpoch, stop);
        if (stop.stop_requested()) {
            summary.reason = StopReason::Cancelled;
            break;
        }
        StepReport step;
        step.step = epoch * stepsPerEpoch + 50;
        step.epoch = epoch + 0.5;
        step.time_s = 0.3 * epoch + 0.15;
        step.running_loss = 1.0;
        step.running_accuracy = 0.5;
        step.learning_rate = 0.05;
        step.images_per_second = 12400;
        if (epoch < epochs) both([&](TrainingObserver& to) { to.on_step(step); });
    }
    if (summary.reason != StopReason::Cancelled) {
        summary.reason = StopReason::Fitted;
        summary.fitted = FittedPoint{epochs, epochs * stepsPerEpoch, 0.3 * epochs};
    }
    summary.audit = header.audit;
    recorder.finish(summary);
    summary.duration_s = recorder.duration_s();
    return {recorder.folder(), summary};
}

}   // namespace overfit::ui
