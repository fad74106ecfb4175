#include "core/engine/training/audit_measurement.h"

#include "core/audit/audit_labels.h"
#include "core/corruption/label_noise.h"
#include "core/data/label_hash.h"
#include "core/engine/tensors/preprocess.h"
#include "core/engine/training/pixel_measurement.h"
#include "core/support/sha256.h"
#include "core/support/stopped.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace overfit {

namespace {

/// Visits the network's input in pieces, on the host.
template <typename Visitor>
void for_each_piece(const ExampleBlock& block, const InputPipeline& input, Visitor&& visit) {
    const InputPipeline on_host = input.on(torch::kCPU);
    const std::int64_t at_once = images_at_once(block.images->sizes(), 1024);
    const auto images = block.images->in_order();
    for (std::int64_t first = 0; first < block.size(); first += at_once) {
        visit(on_host.for_evaluation(images->next(std::min(at_once, block.size() - first)).cpu()));
    }
}

/// Hashes the images; `also` sees each piece, so that nothing is read twice.
template <typename Visitor>
std::string hash_images(const ExampleBlock& block, const InputPipeline& input, Visitor&& also) {
    if (block.size() == 0) return {};
    Sha256 hash;
    for_each_piece(block, input, [&](const torch::Tensor& piece) {
        const torch::Tensor in_order = piece.contiguous();
        hash.add(std::span(static_cast<const std::byte*>(in_order.const_data_ptr()), in_order.nbytes()));
        also(piece);
    });
    return hash.hex_digest();
}

LabelMeasurements measure_train_labels(const PreparedExperiment& experiment, const std::vector<std::uint16_t>& given) {
    return measure_labels({.true_labels = experiment.train.images.labels, .given_labels = given}, experiment.classes(),
                          experiment.expected_changed_fraction);
}

/// What the network's input is made of, summed in pieces.
class InputSums {
public:
    explicit InputSums(std::int64_t channels)
        : sums_(torch::zeros({channels}, torch::kFloat64)), squares_(torch::zeros_like(sums_)) {
        measured_.minimum = std::numeric_limits<double>::infinity();
        measured_.maximum = -std::numeric_limits<double>::infinity();
    }

    /// piece: B x C x h x w.
    void add(const torch::Tensor& piece) {
        const torch::Tensor values = piece.to(torch::kFloat64);
        measured_.images += values.size(0);
        in_channel_ += values.numel() / values.size(1);
        measured_.minimum = std::min(measured_.minimum, values.min().item<double>());
        measured_.maximum = std::max(measured_.maximum, values.max().item<double>());
        sums_.add_(values.sum({0, 2, 3}));
        squares_.add_(values.square().sum({0, 2, 3}));
    }

    ImageMeasurements measurements() const {
        ImageMeasurements measured = measured_;
        const auto values_of_channel = static_cast<double>(in_channel_);
        const auto all = static_cast<double>(in_channel_ * sums_.numel());
        const auto deviation = [](double mean, double mean_square) {
            return std::sqrt(std::max(0.0, mean_square - mean * mean));
        };
        for (std::int64_t channel = 0; channel < sums_.numel(); ++channel) {
            const double mean = sums_[channel].item<double>() / values_of_channel;
            measured.channel_means.push_back(mean);
            measured.channel_deviations.push_back(deviation(mean, squares_[channel].item<double>() / values_of_channel));
        }
        measured.mean = sums_.sum().item<double>() / all;
        measured.standard_deviation = deviation(measured.mean, squares_.sum().item<double>() / all);
        return measured;
    }

private:
    ImageMeasurements measured_;
    torch::Tensor sums_, squares_;   // C, of each channel
    std::int64_t in_channel_ = 0;    // values
};

DataHashes hash_labels(const TrainingData& data) {
    return {.train_labels = labels_sha256(read_back(data.train.given_labels)),
            .train_images = {},
            .validation_labels = labels_sha256(read_back(data.validation.given_labels)),
            .validation_images = {},
            .test_labels = labels_sha256(read_back(data.test.true_labels)),
            .test_images = {},
            .test_corrupted_labels = labels_sha256(read_back(data.test.given_labels))};
}

/// Block by block into hashes: what was done stays there when a visitor throws. others: sees each piece of the validation
/// and test images.
template <typename Visitor, typename Others>
void hash_all_images(const TrainingData& data, DataHashes& hashes, Visitor&& visit_train_images, Others&& others) {
    hashes.train_images = hash_images(data.train, data.input, visit_train_images);
    hashes.validation_images = hash_images(data.validation, data.input, others);
    hashes.test_images = hash_images(data.test, data.input, others);
}

LabelBlock record_block(const PreparedExamples& prepared, const ExampleBlock& block) {
    return {
        .true_labels = prepared.images.labels, .given_labels = read_back(block.given_labels), .indices = prepared.indices};
}

}   // namespace

DataMeasurements measure_data(const TrainingData& data, const std::stop_token& stop) {
    InputSums sums(data.train.images->sizes()[1]);
    DataMeasurements measured;
    const auto look_at_stop = [&](const torch::Tensor&) { throw_if_stopped(stop); };
    const auto add = [&](const torch::Tensor& piece) {
        throw_if_stopped(stop);
        sums.add(piece);
    };
    measured.hashes = hash_labels(data);
    hash_all_images(data, measured.hashes, add, look_at_stop);
    measured.train_images = sums.measurements();
    return measured;
}

AuditReport audit_start(const PreparedExperiment& experiment, const TrainingData& data,
                        const DataMeasurements& data_measured, std::optional<double> initial_loss,
                        const std::stop_token& stop) {
    const std::vector<std::uint16_t> given = read_back(data.train.given_labels);
    PixelAudit pixels(experiment.config.corruption, data.input);
    const auto pixels_of = [&](const PreparedExamples& examples, const ExampleBlock& block) {
        if (experiment.config.corruption.pixels == PixelCorruption::None) return std::optional<PixelMeasurements>();
        return pixels.measure(examples.originals, block, stop);
    };
    const StartMeasurements measured{
        .train_labels = measure_train_labels(experiment, given),
        .train_labels_not_as_prepared = count_differing(given, experiment.train.given_labels),
        .validation_examples = data.validation.size(),
        .validation_labels_not_as_prepared =
            count_differing(read_back(data.validation.given_labels), experiment.validation.given_labels),
        .test_examples = data.test.size(),
        .test_labels_changed = count_differing(read_back(data.test.true_labels), experiment.test.images.labels),
        .test_corrupted_labels_not_as_prepared =
            count_differing(read_back(data.test.given_labels), experiment.test.given_labels),
        .train_pixels = pixels_of(experiment.train, data.train),
        .validation_pixels = pixels_of(experiment.validation, data.validation),
        .test_pixels = pixels_of(experiment.test, data.test),
        .train_images = data_measured.train_images,
        .initial_loss = initial_loss};
    AuditReport report;
    report.labels_changed = measured.train_labels.changed;
    report.labels_changed_fraction = static_cast<double>(report.labels_changed) / static_cast<double>(given.size());
    report.expected_changed_fraction = experiment.expected_changed_fraction;
    report.labels_sha256 = data_measured.hashes.train_labels;
    report.images_sha256 = data_measured.hashes.train_images;
    report.chance_accuracy = 1.0 / experiment.classes();
    report.findings = start_findings(experiment.config, measured);
    return report;
}

AuditReport audit_end(const PreparedExperiment& experiment, const TrainingData& data, const DataHashes& at_start,
                      AuditReport start, const EpochMetrics& last_line, const std::optional<BestEpoch>& best,
                      const std::stop_token& stop) {
    EndMeasurements measured{.at_start = at_start,
                             .at_end = hash_labels(data),
                             .train_labels = measure_train_labels(experiment, read_back(data.train.given_labels)),
                             .test_examples = data.test.size(),
                             .commonest_test_class = commonest_share(experiment.test.images.labels),
                             .train_accuracy = last_line.train_accuracy,
                             .test_accuracy = last_line.test_accuracy,
                             .test_corrupted_accuracy = last_line.test_corrupted_accuracy,
                             .selected_on_test = best && best->selected_on_test};
    const auto look_at_stop = [&](const torch::Tensor&) { throw_if_stopped(stop); };
    try {
        throw_if_stopped(stop);
        hash_all_images(data, measured.at_end, look_at_stop, look_at_stop);
    } catch (const Stopped&) {
        measured.images_not_read_again = true;
    }
    AuditReport report = std::move(start);
    for (Finding& finding : end_findings(experiment.config, measured)) report.findings.push_back(std::move(finding));
    return report;
}

LabelRecord record_labels(const PreparedExperiment& experiment, const TrainingData& data) {
    return {.class_names = experiment.class_names,
            .train = record_block(experiment.train, data.train),
            .validation = record_block(experiment.validation, data.validation),
            .test = record_block(experiment.test, data.test),
            .source = experiment.label_source,
            .source_sha256 = experiment.label_sha256};
}

}   // namespace overfit
