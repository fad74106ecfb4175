#include "core/engine/training/run.h"

#include "core/config/regularisers.h"
#include "core/engine/models/initialization.h"
#include "core/engine/models/model_table.h"
#include "core/engine/training/audit_measurement.h"
#include "core/engine/training/evaluation.h"
#include "core/engine/training/replayed_step.h"
#include "core/engine/training/training_loop.h"
#include "core/support/error.h"

#include <memory>

namespace overfit {

namespace {

InputShape input_of(const PreparedExperiment& experiment) {
    const ImageShape shape = experiment.shape();
    return {.channels = shape.channels, .height = shape.height, .width = shape.width};
}

/// Weights drawn on the CPU, then placed: every device starts from the same ones.
std::shared_ptr<Network> drawn_network(const PreparedExperiment& experiment, const ModelConfig& model,
                                       const Compute& compute) {
    const auto network = make_network(model, input_of(experiment), experiment.classes());
    draw_weights(*network, model.initialization, make_generator(torch::kCPU, experiment.seeds.initialization));
    network->place(compute.device);
    return network;
}

/// The same weights drawn once more: the network that trains is not touched by the measurement.
double measure_initial_loss(const PreparedExperiment& experiment, const TrainingData& data, const Compute& compute) {
    ModelConfig model = experiment.config.model;
    model.dropout = 0.0;
    return initial_loss(*drawn_network(experiment, model, compute), data, compute);
}

RunHeader make_header(const PreparedExperiment& experiment, const TrainingData& data, const Compute& compute,
                      const Network& network, const std::string& step_note, const AuditReport& audit,
                      std::int64_t first_step) {
    const ExperimentConfig& config = experiment.config;
    const std::int64_t steps = steps_per_epoch(data.train.size(), config.training.batch_size);
    return {.config = config,
            .seeds = experiment.seeds,
            .device = compute.device_text,
            .device_name = compute.device_name,
            .precision = compute.precision,
            .threads = compute.threads,
            .device_note = joined_notes(compute.note, step_note),
            .versions = {{"program", OVERFIT_VERSION}, {"libtorch", TORCH_VERSION}},
            .data = {.dataset = config.data.dataset,
                     .train_examples = data.train.size(),
                     .validation_examples = data.validation.size(),
                     .test_examples = data.test.size(),
                     .classes = experiment.classes(),
                     .sha256 = experiment.data_sha256},
            .model = {.name = config.model.name, .parameters = network.parameter_count()},
            .labels = std::make_shared<const LabelRecord>(record_labels(experiment, data)),
            .audit = audit,
            .steps_per_epoch = steps,
            .total_steps = steps * config.training.epochs,
            .first_step = first_step};
}

InputPipeline make_pipeline(const PreparedExperiment& experiment, const Compute& compute) {
    const ExperimentConfig& config = experiment.config;
    InputPipeline input;
    input.scaling = config.data.scaling;
    input.crop = config.data.crop;
    input.augmentation = config.augmentation;
    if (model_layout(config.model) == MemoryLayout::ChannelsLast) input.format = at::MemoryFormat::ChannelsLast;
    if (config.data.scaling == Scaling::ChannelStatistics || config.augmentation.cutout > 0) {
        input.statistics = channel_tensors(experiment.statistics).on(compute.device);
    }
    return input;
}

/// Whether the input of all images fills at most half of the device's memory: the other half is the network's.
bool fits_on_device(const PreparedExperiment& experiment, const Compute& compute) {
    const auto images = experiment.train.size() + experiment.validation.size() + experiment.test.size();
    const double bytes = sizeof(float) * static_cast<double>(images) * static_cast<double>(experiment.shape().values());
    return bytes <= static_cast<double>(compute.memory_bytes) / 2;
}

void refuse_errors(const AuditReport& audit) {
    for (const Finding& finding : audit.findings) {
        if (finding.level != FindingLevel::Error) continue;
        throw Error({.where = "audit, " + finding.code,
                     .problem = finding.message,
                     .remedy = "nothing was trained: what reached the trainer is not what the configuration says"});
    }
}

}   // namespace

TrainingData make_training_data(const PreparedExperiment& experiment, const Compute& compute) {
    const InputPipeline input = make_pipeline(experiment, compute);
    const bool fits = fits_on_device(experiment, compute);
    const auto block = [&](const PreparedExamples& examples, StoredAs stored) {
        if (examples.size() == 0) return ExampleBlock{};
        if (examples.stored || !fits) {
            return make_read_ahead(examples.reader(), examples.images.labels, examples.given_labels, compute.device);
        }
        return make_resident(examples.images, examples.given_labels, input, stored, compute.device);
    };
    const bool anew = moves_pixels(experiment.config.augmentation);   // scaling comes after it, in each batch
    return {.train = block(experiment.train, anew ? StoredAs::Bytes : StoredAs::Input),
            .validation = block(experiment.validation, StoredAs::Input),
            .test = block(experiment.test, StoredAs::Input),
            .input = input};
}

RunSummary train_on(const PreparedExperiment& experiment, const TrainingData& data, const Compute& compute,
                    TrainingObserver& observer, std::stop_token stop, const Checkpoint* resume, WorkRecorder* recorder) {
    observer.on_phase("auditing");
    // Of images in memory it is a matter of seconds; there a run that is stopped early still gets its first checkpoint, and
    // every run is audited to its end.
    const std::stop_token stop_reading = experiment.train.stored ? stop : std::stop_token();
    const DataMeasurements measured = measure_data(data, stop_reading);
    const DataHashes& hashes = measured.hashes;
    const auto network = drawn_network(experiment, experiment.config.model, compute);
    const ExperimentConfig& config = experiment.config;
    const auto optimizer = make_optimizer(*network, config.training);
    Objective objective(config.training, data.train.size(), experiment.classes(), compute.device);
    std::optional<LossScale> loss_scale;
    if (compute.precision == Precision::Fp16) loss_scale.emplace(compute.device);
    const at::Generator dropout = make_generator(compute.device, experiment.seeds.dropout);
    network->draw_dropout_from(dropout);
    TrainingState state;
    TrainingParts parts{.network = *network,
                        .optimizer = *optimizer,
                        .objective = objective,
                        .loss_scale = loss_scale ? &*loss_scale : nullptr,
                        .dropout = dropout,
                        .augmentation = {},
                        .state = state,
                        .hashes = hashes};
    if (is_active(config.augmentation)) {
        parts.augmentation = make_generator(compute.device, experiment.seeds.augmentation);
    }
    if (resume != nullptr) restore_checkpoint(*resume, parts);
    std::optional<double> loss_before;
    if (resume == nullptr) loss_before = measure_initial_loss(experiment, data, compute);
    const AuditReport start = audit_start(experiment, data, measured, loss_before, stop_reading);
    network->train();
    const ReplayPlan plan{.batch_size = config.training.batch_size, .step_interval = config.evaluation.step_interval};
    const ChosenStep chosen = choose_step(data, compute, parts, plan, recorder);
    const ChosenForward evaluation = choose_forward(*network, data, compute, recorder);
    const std::string note = joined_notes(chosen.note, evaluation.note);
    observer.on_start(make_header(experiment, data, compute, *network, note, start, state.step));
    refuse_errors(start);

    observer.on_phase("training");
    TrainingLoop loop(config, experiment.seeds.order, data, compute, parts, *chosen.step, *evaluation.forward, observer,
                      std::move(stop));
    const Ending ending = loop.run();

    observer.on_phase("auditing");
    return {.reason = ending.reason,
            .explanation = ending.explanation,
            .final_metrics = state.last_line,
            .best = state.best,
            .fitted = state.fitted,
            .audit = audit_end(experiment, data, hashes, start, state.last_line, state.best, stop_reading)};
}

}   // namespace overfit
