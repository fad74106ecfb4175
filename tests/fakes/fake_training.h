#pragma once

#include "core/runs/run_recorder.h"
#include "ui/worker/run_places.h"
#include "ui/worker/training_controller.h"

#include <memory>
#include <mutex>
#include <string>

namespace overfit::ui {

/// Trains nothing, but tells and writes what a training would: a real run folder, epoch after epoch, stopped by the token.
class FakeTraining {
public:
    explicit FakeTraining(std::shared_ptr<RunPlaces> places) : places_(std::move(places)) {}

    /// As the window wants it. The fake outlives the window.
    TrainFunction function();
    ResumeFunction resume();

    int epochs = 5;
    int millisecondsPerEpoch = 10;
    int threads = 2;         // of the training, as the header tells
    std::string failure;     // not empty: the run fails with it after its folder was made ...
    std::string failsOnly;   // ... if it has this name; empty: every run
    std::string refusal;     // not empty: the run is refused with it, and its folder goes

    std::vector<std::string> trained() const;   // names of the experiments, in order

private:
    RecordedRun train(const ExperimentConfig& config, TrainingObserver& observer, std::stop_token stop,
                      const std::function<void(const std::filesystem::path&)>& onFolder);
    RecordedRun goOn(const std::filesystem::path& folder, TrainingObserver& observer, std::stop_token stop);
    RecordedRun train(const ExperimentConfig& config, RunRecorder& recorder, TrainingObserver& observer,
                      const std::stop_token& stop, int firstEpoch);

    std::shared_ptr<RunPlaces> places_;
    mutable std::mutex mutex_;
    std::vector<std::string> trained_;   // guarded by mutex_
};

/// The header of a run that learns random labels of ten classes.
RunHeader fakeHeader(const ExperimentConfig& config, std::int64_t totalSteps, int threads = 2);

/// The epoch's numbers: train accuracy rises to 1, test accuracy stays near chance.
EpochMetrics fakeEpoch(std::int64_t epoch, std::int64_t epochs);

}   // namespace overfit::ui
