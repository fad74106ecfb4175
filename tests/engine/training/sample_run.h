#pragma once

#include "core/corruption/label_noise.h"
#include "core/engine/training/process_settings.h"
#include "core/engine/training/run.h"
#include "core/support/random_stream.h"

#include <functional>
#include <numeric>
#include <string>
#include <vector>

namespace overfit {

/// What a small experiment of random images and labels is made of.
struct SampleSizes {
    std::size_t train = 64, validation = 0, test = 48;
    int classes = 10;
    ImageShape shape{.channels = 1, .height = 8, .width = 8};   // the least that every small model takes
};

/// An MLP with 32 hidden units, batches of 24 (so that the last one is smaller), 3 epochs, a fixed rate.
inline ExperimentConfig sample_config(double noise = 1.0, LabelDraw draw = LabelDraw::AllClasses) {
    ExperimentConfig config;
    config.data.dataset = "synthetic";
    config.corruption.labels = {.fraction = noise, .draw = draw};
    config.model.hidden = {32};
    config.training.epochs = 3;
    config.training.batch_size = 24;
    config.training.learning_rate = 0.05;
    config.evaluation.step_interval = 2;
    config.checkpoint.every_minutes = 0.0;
    config.device = "cpu";
    config.threads = 1;
    return config;
}

/// Makes it an MLP whose products are large enough for more than one thread (kernels/linear.h), and takes two.
inline void use_several_threads(ExperimentConfig& config) {
    config.model.name = "mlp";
    config.model.hidden = {512, 512};
    config.threads = 2;
}

inline PreparedExamples sample_examples(const SampleSizes& sizes, std::size_t count, const LabelCorruption& noise,
                                        RandomStream& images, std::uint64_t label_seed) {
    PreparedExamples examples;
    examples.images.shape = sizes.shape;
    for (std::size_t value = 0; value < count * sizes.shape.values(); ++value) {
        examples.images.pixels.push_back(static_cast<std::uint8_t>(images.below(256)));
    }
    for (std::size_t example = 0; example < count; ++example) {
        examples.images.labels.push_back(
            static_cast<std::uint16_t>(images.below(static_cast<std::uint64_t>(sizes.classes))));
    }
    RandomStream labels(label_seed);
    examples.given_labels = corrupt_labels(examples.images.labels, sizes.classes, noise, labels);
    examples.indices.resize(count);
    std::iota(examples.indices.begin(), examples.indices.end(), 0);
    return examples;
}

/// Random images with random true labels: there is nothing to learn but by heart.
inline PreparedExperiment sample_experiment(const ExperimentConfig& config, const SampleSizes& sizes = {}) {
    PreparedExperiment experiment;
    experiment.config = config;
    experiment.seeds = resolve_seeds(config);
    for (int name = 0; name < sizes.classes; ++name) experiment.class_names.push_back("class " + std::to_string(name));
    experiment.data_sha256 = std::string(64, '0');
    RandomStream images(config.seed);
    const LabelCorruption& noise = config.corruption.labels;
    experiment.train = sample_examples(sizes, sizes.train, noise, images, experiment.seeds.labels);
    experiment.validation = sample_examples(sizes, sizes.validation, noise, images, experiment.seeds.split);
    experiment.test = sample_examples(sizes, sizes.test, noise, images, experiment.seeds.test_labels);
    experiment.statistics = channel_statistics("synthetic", experiment.train.images);
    experiment.expected_changed_fraction = expected_changed_fraction(noise, sizes.classes);
    return experiment;
}

/// Keeps what a run tells; the functions let a test interfere.
class RunDiary : public TrainingObserver {
public:
    void on_start(const RunHeader& header) override { headers.push_back(header); }
    void on_step(const StepReport& report) override {
        steps.push_back(report);
        if (at_step) at_step(report);
    }
    void on_epoch(const EpochReport& report) override {
        lines.push_back(report.metrics);
        predictions.push_back(report.predictions);
        if (at_epoch) at_epoch(report.metrics);
    }
    void on_checkpoint(const Checkpoint& checkpoint) override {
        checkpoints.push_back(checkpoint);
        if (at_checkpoint) at_checkpoint(checkpoint);
    }

    std::vector<RunHeader> headers;
    std::vector<StepReport> steps;
    std::vector<EpochMetrics> lines;
    std::vector<std::shared_ptr<const Predictions>> predictions;
    std::vector<Checkpoint> checkpoints;
    std::function<void(const StepReport&)> at_step;
    std::function<void(const EpochMetrics&)> at_epoch;
    std::function<void(const Checkpoint&)> at_checkpoint;
};

/// Trains on the CPU. data: null, or tensors that the test tampers with.
inline RunSummary train_sample(const PreparedExperiment& experiment, TrainingObserver& observer, std::stop_token stop = {},
                               const Checkpoint* resume = nullptr, const TrainingData* data = nullptr) {
    const Compute compute = choose_compute(experiment.config, "");
    const ProcessSettings settings(compute, experiment.config.deterministic);
    if (data != nullptr) return train_on(experiment, *data, compute, observer, std::move(stop), resume);
    return train_on(experiment, make_training_data(experiment, compute), compute, observer, std::move(stop), resume);
}

/// The codes of the findings of one level.
inline std::vector<std::string> codes(const AuditReport& audit, FindingLevel level) {
    std::vector<std::string> found;
    for (const Finding& finding : audit.findings) {
        if (finding.level == level) found.push_back(finding.code);
    }
    return found;
}

/// An epoch line without its clocks, for comparing runs.
inline EpochMetrics timeless(EpochMetrics line) {
    line.time_s = line.train_time_s = 0.0;
    return line;
}

inline std::vector<EpochMetrics> timeless(std::vector<EpochMetrics> lines) {
    for (EpochMetrics& line : lines) line = timeless(line);
    return lines;
}

inline bool same_arrays(const std::vector<NamedArray>& left, const std::vector<NamedArray>& right) {
    if (left.size() != right.size()) return false;
    for (std::size_t place = 0; place < left.size(); ++place) {
        if (left[place].name != right[place].name || left[place].bytes != right[place].bytes) return false;
    }
    return true;
}

}   // namespace overfit
