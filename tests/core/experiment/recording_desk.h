#pragma once

#include "core/experiment/with_engine.h"
#include "core/runs/run_store.h"
#include "tests/core/runs/run_samples.h"
#include "tests/fakes/fake_engine.h"

#include <QTemporaryDir>
#include <exception>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace overfit {

inline ExperimentConfig small_config() {
    ExperimentConfig config;
    config.name = "Small, random labels";
    config.data.dataset = "synthetic";
    config.data.train_examples = 100;
    config.data.test_examples = 40;
    config.corruption.labels.fraction = 1.0;
    config.training.batch_size = 10;
    config.training.epochs = 10;
    config.training.stop_when_fitted = false;
    config.evaluation.step_interval = 5;
    return config;
}

/// Hears what the caller's observer hears, and can stop the run.
struct Listener : TrainingObserver {
    std::vector<std::string> phases;
    int starts = 0, steps = 0, epochs = 0, checkpoints = 0;
    std::stop_source stop;
    int stop_after_epochs = -1;

    void on_phase(std::string_view phase) override { phases.emplace_back(phase); }
    void on_start(const RunHeader&) override { ++starts; }
    void on_step(const StepReport&) override { ++steps; }
    void on_epoch(const EpochReport&) override {
        if (++epochs == stop_after_epochs) stop.request_stop();
    }
    void on_checkpoint(const Checkpoint&) override { ++checkpoints; }
};

inline std::string metrics_text(const std::filesystem::path& folder) {
    return samples::content_of(folder / "metrics.jsonl");
}

/// A runs folder of its own, and experiments recorded into it with the fake engine.
struct RecordingDesk {
    QTemporaryDir scratch;
    std::filesystem::path root = std::filesystem::path(scratch.path().toStdString()) / "runs";

    RecordedRun record(const ExperimentConfig& config, fakes::FakeEngineOptions options = {}, Listener* listener = nullptr) {
        fakes::FakeEngine engine(std::move(options));
        Listener own;
        Listener& heard = listener != nullptr ? *listener : own;
        return record_experiment_with([&]() -> Engine& { return engine; }, config, root, heard, heard.stop.get_token());
    }

    RecordedRun resume(const std::filesystem::path& folder, fakes::FakeEngineOptions options = {}) {
        fakes::FakeEngine engine(std::move(options));
        Listener listener;
        return resume_experiment_with([&]() -> Engine& { return engine; }, folder, listener);
    }

    std::filesystem::path only_run() {
        const auto runs = list_runs(root);
        return runs.size() == 1 ? runs.front().folder : std::filesystem::path();
    }
};

/// What the action threw, in words; empty when nothing.
template <typename Action>
std::string error_of(Action&& action) {
    try {
        action();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

}   // namespace overfit
