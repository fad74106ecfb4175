#pragma once

#include "core/audit/audit_labels.h"
#include "core/corruption/label_noise.h"
#include "core/data/label_hash.h"
#include "core/experiment/engine.h"
#include "core/support/error.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>
#include <thread>

namespace overfit::fakes {

struct FakeEngineOptions {
    std::chrono::microseconds per_step{0};              // how long a step takes
    std::optional<std::int64_t> fail_at_step = {};      // throws Error there
    std::optional<std::int64_t> diverge_at_step = {};   // the loss becomes NaN there
    std::function<void(std::int64_t)> on_step = {};     // called after each step, on the training thread
};

/// An engine without LibTorch: it computes nothing and tells an observer what a run of that configuration could look like.
/// The same configuration gives the same curves, however often it is stopped and resumed.
class FakeEngine : public Engine {
public:
    explicit FakeEngine(FakeEngineOptions options = {}) : options_(std::move(options)) {}

    EngineInfo info() override {
        return {.libtorch_version = "none",
                .libtorch_folder = {},
                .devices = {{"cpu", "a fake", 0}},
                .cuda_problem = "a fake",
                .threads = 2};
    }
    ModelDescription describe_model(const ModelConfig&, const ImageShape&, int) override {
        return {.parameters = 407050, .multiply_adds = 406528, .layers = {}};
    }

    void require_device(const ExperimentConfig& config) override {
        if (config.device.starts_with("cuda")) {
            throw UsageError({.where = "device", .problem = "a fake has no " + config.device, .remedy = "set device: cpu"});
        }
    }

    MachineLimit measure_limit(const ExperimentConfig&) override { return {1e9, 1e9}; }

    RunSummary train(const PreparedExperiment& experiment, TrainingObserver& observer, std::stop_token stop,
                     const Checkpoint* resume) override {
        const ExperimentConfig& config = experiment.config;
        const auto examples = static_cast<std::int64_t>(experiment.train.size());
        const std::int64_t batch = std::min(config.training.batch_size, examples);
        const std::int64_t per_epoch = (examples + batch - 1) / batch;
        const std::int64_t first = resume != nullptr ? resume->step : 0;

        observer.on_phase("auditing");
        const AuditReport audit = audit_of(experiment);
        observer.on_start(
            {.config = config,
             .seeds = experiment.seeds,
             .device = "cpu",
             .device_name = "a fake",
             .precision = Precision::Fp32,
             .threads = 2,
             .versions = {{"libtorch", "none"}},
             .data = {config.data.dataset, examples, static_cast<std::int64_t>(experiment.validation.size()),
                      static_cast<std::int64_t>(experiment.test.size()), experiment.classes(), experiment.data_sha256},
             .model = {config.model.name, 407050},
             .labels = labels_of(experiment),
             .audit = audit,
             .steps_per_epoch = per_epoch,
             .total_steps = per_epoch * config.training.epochs,
             .first_step = first});
        observer.on_phase("training");

        RunSummary summary;
        summary.audit = audit;
        const auto evaluate = [&](std::int64_t step) {
            summary.final_metrics = epoch_at(experiment, step, per_epoch);
            if (step == diverging_step()) summary.final_metrics.train_loss = std::numeric_limits<double>::quiet_NaN();
            observer.on_epoch(
                {.metrics = summary.final_metrics, .predictions = predictions_of(experiment, summary.final_metrics)});
        };
        const auto ended = [&](StopReason reason, std::string explanation, std::int64_t step) {
            observer.on_checkpoint(checkpoint_at(step, per_epoch));
            summary.reason = reason;
            summary.explanation = std::move(explanation);
            summary.duration_s = 0.01 * static_cast<double>(step);
            return summary;
        };

        if (first == 0) evaluate(0);
        for (std::int64_t step = first; step < per_epoch * config.training.epochs;) {
            if (stop.stop_requested()) return ended(StopReason::Cancelled, "stopped by the user", step);
            ++step;
            if (options_.per_step.count() > 0) std::this_thread::sleep_for(options_.per_step);
            if (step == options_.fail_at_step) {
                throw Error({.where = "the fake engine", .problem = "failed at step " + std::to_string(step), .remedy = ""});
            }
            if (step % config.evaluation.step_interval == 0) observer.on_step(step_at(experiment, step, per_epoch));
            if (step == diverging_step()) {
                evaluate(step);
                return ended(StopReason::Diverged, "the loss became NaN in step " + std::to_string(step), step);
            }
            if (step % per_epoch == 0) {
                evaluate(step);
                const std::int64_t every = config.checkpoint.every_epochs;
                if (every > 0 && step / per_epoch % every == 0) observer.on_checkpoint(checkpoint_at(step, per_epoch));
                if (config.training.stop_when_fitted &&
                    summary.final_metrics.train_accuracy >= config.training.fitted_accuracy) {
                    summary.fitted = FittedPoint{summary.final_metrics.epoch, step, summary.final_metrics.time_s};
                    return ended(StopReason::Fitted, "all given labels are reproduced", step);
                }
            }
            if (options_.on_step) options_.on_step(step);
        }
        return ended(StopReason::Completed, "", per_epoch * config.training.epochs);
    }

private:
    std::int64_t diverging_step() const { return options_.diverge_at_step.value_or(-1); }

    /// How much is learned, 0..1: everything after nine tenths of the epochs.
    static double learned(const PreparedExperiment& experiment, std::int64_t step, std::int64_t per_epoch) {
        const auto all = static_cast<double>(per_epoch * experiment.config.training.epochs);
        return std::min(1.0, static_cast<double>(step) / (0.9 * all));
    }

    static double chance(const PreparedExperiment& experiment) { return 1.0 / experiment.classes(); }

    static StepReport step_at(const PreparedExperiment& experiment, std::int64_t step, std::int64_t per_epoch) {
        const double share = learned(experiment, step, per_epoch);
        const double wobble = 0.02 * std::sin(0.7 * static_cast<double>(step));
        return {.step = step,
                .epoch = static_cast<double>(step) / static_cast<double>(per_epoch),
                .time_s = 0.01 * static_cast<double>(step),
                .running_loss = (1.0 - 0.99 * share) * std::log(experiment.classes()) * (1.0 + wobble),
                .running_accuracy = std::clamp(chance(experiment) + (1.0 - chance(experiment)) * share + wobble, 0.0, 1.0),
                .learning_rate = experiment.config.training.learning_rate,
                .images_per_second = 12800.0 * (1.0 + wobble)};
    }

    static EpochMetrics epoch_at(const PreparedExperiment& experiment, std::int64_t step, std::int64_t per_epoch) {
        const double share = learned(experiment, step, per_epoch);
        const double p = experiment.config.corruption.labels.fraction;
        EpochMetrics line;
        line.epoch = step / per_epoch;
        line.step = step;
        line.time_s = 0.012 * static_cast<double>(step);
        line.train_time_s = 0.01 * static_cast<double>(step);
        line.train_loss = (1.0 - 0.999 * share) * std::log(experiment.classes());
        line.train_accuracy = chance(experiment) + (1.0 - chance(experiment)) * share;
        line.test_accuracy = chance(experiment) + (0.85 - chance(experiment)) * (1.0 - p) * share;
        line.test_loss = std::log(experiment.classes()) * (1.0 + p * share);
        line.test_corrupted_loss = p > 0 ? std::optional(*line.test_loss + 0.1) : std::nullopt;
        line.test_corrupted_accuracy = p > 0 ? std::optional(chance(experiment)) : std::nullopt;
        if (experiment.validation.size() > 0) {
            line.validation_loss = line.test_loss;
            line.validation_accuracy = line.test_accuracy;
        }
        line.clean_accuracy = line.train_accuracy;
        if (p > 0) line.corrupted_accuracy = *line.train_accuracy * share;
        if (p > 0) line.corrupted_as_true = 0.5 * (1.0 - share);
        if (step > 0) {
            line.running_loss = *line.train_loss * 1.1;
            line.running_accuracy = *line.train_accuracy * 0.9;
            line.learning_rate = experiment.config.training.learning_rate;
        }
        return line;
    }

    static std::shared_ptr<const LabelRecord> labels_of(const PreparedExperiment& experiment) {
        const auto block = [](const PreparedExamples& examples) {
            return LabelBlock{examples.images.labels, examples.given_labels, examples.indices};
        };
        return std::make_shared<LabelRecord>(LabelRecord{experiment.class_names, block(experiment.train),
                                                         block(experiment.validation), block(experiment.test),
                                                         experiment.label_source, experiment.label_sha256});
    }

    /// As many right ones as the metrics tell, the first of each block.
    static std::shared_ptr<const Predictions> predictions_of(const PreparedExperiment& experiment,
                                                             const EpochMetrics& told) {
        const auto predicted = [&](const std::vector<std::uint16_t>& labels, std::optional<double> accuracy) {
            const auto right = std::lround(accuracy.value_or(0.0) * static_cast<double>(labels.size()));
            std::vector<std::uint16_t> values = labels;
            for (std::size_t i = static_cast<std::size_t>(right); i < values.size(); ++i) {
                values[i] = static_cast<std::uint16_t>((values[i] + 1) % experiment.classes());
            }
            return values;
        };
        return std::make_shared<Predictions>(
            Predictions{predicted(experiment.train.given_labels, told.train_accuracy),
                        predicted(experiment.validation.given_labels, told.validation_accuracy),
                        predicted(experiment.test.images.labels, told.test_accuracy)});
    }

    static AuditReport audit_of(const PreparedExperiment& experiment) {
        AuditReport audit;
        audit.labels_changed_fraction = changed_fraction(experiment.train.images.labels, experiment.train.given_labels);
        audit.labels_changed =
            std::llround(audit.labels_changed_fraction * static_cast<double>(experiment.train.given_labels.size()));
        audit.expected_changed_fraction = experiment.expected_changed_fraction;
        audit.labels_sha256 = labels_sha256(experiment.train.given_labels);
        audit.images_sha256 = std::string(64, 'b');
        audit.chance_accuracy = chance(experiment);
        audit.findings.push_back({FindingLevel::Note, "fake", "nothing was trained"});
        return audit;
    }

    static Checkpoint checkpoint_at(std::int64_t step, std::int64_t per_epoch) {
        const auto value = static_cast<float>(step);
        const std::vector<float> numbers{value, value + 1, value + 2, value + 3, value + 4, value + 5};
        NamedArray weight{.name = "layers.0.weight", .dtype = "F32", .shape = {2, 3}, .bytes = {}};
        weight.bytes.resize(numbers.size() * sizeof(float));
        std::memcpy(weight.bytes.data(), numbers.data(), weight.bytes.size());
        NamedArray momentum = weight;
        momentum.name = "momentum.layers.0.weight";
        NamedArray generator{
            .name = "generator", .dtype = "U8", .shape = {3}, .bytes = std::vector<std::byte>(3, std::byte{7})};
        return {.step = step,
                .weights = {weight},
                .state = {generator, momentum},
                .position = {{"step", std::to_string(step)}, {"epoch", std::to_string(step / per_epoch)}}};
    }

    FakeEngineOptions options_;
};

/// A prepared experiment out of nothing, for tests that must not read data: `train` and `test` examples of 2 x 2 pixels.
inline PreparedExperiment fake_prepared(const ExperimentConfig& config, std::int64_t train = 200, std::int64_t test = 50) {
    PreparedExperiment experiment;
    experiment.config = config;
    experiment.seeds = resolve_seeds(config);
    for (int label = 0; label < 10; ++label) experiment.class_names.push_back("class " + std::to_string(label));
    experiment.data_sha256 = std::string(64, 'd');
    RandomStream stream(experiment.seeds.labels);
    const auto examples = [&](std::int64_t count) {
        PreparedExamples made;
        made.images.shape = {1, 2, 2};
        made.images.pixels.assign(static_cast<std::size_t>(4 * count), 128);
        for (std::int64_t i = 0; i < count; ++i) made.images.labels.push_back(static_cast<std::uint16_t>(i % 10));
        made.given_labels = corrupt_labels(made.images.labels, 10, config.corruption.labels, stream);
        made.indices.resize(static_cast<std::size_t>(count));
        std::iota(made.indices.begin(), made.indices.end(), std::int64_t{0});
        return made;
    };
    experiment.train = examples(train);
    experiment.validation = examples(std::llround(config.data.validation_fraction * static_cast<double>(train)));
    experiment.test = examples(test);
    experiment.expected_changed_fraction = expected_changed_fraction(config.corruption.labels, 10);
    return experiment;
}

}   // namespace overfit::fakes
