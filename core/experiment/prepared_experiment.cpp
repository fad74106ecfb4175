#include "core/experiment/prepared_experiment.h"

#include "core/config/config_check.h"
#include "core/config/dataset_facts.h"
#include "core/config/model_facts.h"
#include "core/corruption/label_noise.h"
#include "core/corruption/pixel_corruption.h"
#include "core/data/class_balance.h"
#include "core/data/dataset_table.h"
#include "core/data/geometry.h"
#include "core/data/split.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace overfit {

namespace {

using Labels = std::vector<std::uint16_t>;
using Indices = std::vector<std::int64_t>;

constexpr int least_contrast = 16;   // bytes between the darkest and the brightest value of an image that can be told apart

/// check() knows the published sizes; the files may hold fewer examples.
void require_a_whole_batch(const ExperimentConfig& config, std::size_t examples) {
    if (std::cmp_less_equal(config.training.batch_size, examples)) return;
    throw UsageError({.where = "training.batch_size",
                      .problem = fmt::format("expected at most {}, the number of training examples that were read, found {}",
                                             with_thousands(static_cast<std::int64_t>(examples)),
                                             with_thousands(config.training.batch_size)),
                      .remedy = ""});
}

/// check() does not know the size of images that only their folder tells.
void require_fitting_images(const ExperimentConfig& config, const ImageShape& shape) {
    const std::string problem = image_size_problem(config.model, shape.height, shape.width);
    if (problem.empty()) return;
    throw UsageError(
        {.where = "model.name", .problem = problem, .remedy = "set data.resize or data.crop, or take another model"});
}

/// The values at `places`.
template <typename T>
std::vector<T> at(const std::vector<T>& values, const Indices& places) {
    std::vector<T> chosen;
    chosen.reserve(places.size());
    for (const std::int64_t place : places) chosen.push_back(values[static_cast<std::size_t>(place)]);
    return chosen;
}

/// How the labels of one data set are corrupted.
struct LabelRule {
    const LabelCorruption& noise;
    const LabelSource& source;
    int classes;
};

Labels corrupt(const Labels& labels, const LabelRule& rule, std::uint64_t seed) {
    RandomStream stream(seed);
    return corrupt_labels(labels, rule.classes, rule.noise, stream, rule.source.matrix);
}

/// What train and validation examples are given to learn.
struct GivenLabels {
    Labels train, validation;
};

/// labels: all true labels of the train half.
GivenLabels corrupt_before_training(const Labels& labels, const Indices& train, const Indices& validation,
                                    const LabelRule& rule, std::uint64_t seed) {
    return {.train = corrupt(at(labels, train), rule, seed),
            .validation = corrupt(at(labels, validation), rule, seed_for("labels/validation", seed))};
}

/// The first author's code knows no validation set: it draws over all training examples in data-set order.
GivenLabels corrupt_before_split(const Labels& subset, const Split& split, const LabelRule& rule, std::uint64_t seed) {
    const Labels given = corrupt(subset, rule, seed);
    return {.train = at(given, split.train), .validation = at(given, split.validation)};
}

/// Test labels of the same rule, for scoring only. The reference code would draw the same numbers again that the training
/// labels were drawn with; a stream of their own keeps the score free of that. A label file leaves them as they are.
Labels corrupt_test_labels(const Labels& labels, const LabelRule& rule, std::uint64_t seed) {
    LabelCorruption noise = rule.noise;
    if (noise.draw == LabelDraw::Reference) noise.draw = LabelDraw::AllClasses;
    return corrupt(labels, {.noise = noise, .source = rule.source, .classes = rule.classes}, seed);
}

double expected_fraction(const DrawnExamples& train, const LabelRule& rule) {
    switch (rule.noise.draw) {
        case LabelDraw::TransitionMatrix: return expected_changed_fraction(train.true_labels, rule.source.matrix);
        case LabelDraw::LabelFile: return changed_fraction(train.true_labels, train.given_labels);
        default: return expected_changed_fraction(rule.noise, rule.classes);
    }
}

DrawnExamples drawn(const ImageSet& half, Indices indices, Labels given) {
    Labels true_labels = at(half.labels, indices);
    return {.indices = std::move(indices), .true_labels = std::move(true_labels), .given_labels = std::move(given)};
}

PreparedExamples prepared(const ImageSet& half, DrawnExamples examples, const DataConfig& data) {
    return {.images = images_before_scaling(half, examples.indices, data),
            .originals = {},
            .given_labels = std::move(examples.given_labels),
            .indices = std::move(examples.indices)};
}

/// Up to `most_originals` images, evenly spread. No permutation changes an image of one colour: such ones prove nothing.
Originals keep_originals(const ImageSet& images) {
    constexpr std::size_t most_originals = 256;
    const std::size_t stride = std::max<std::size_t>(1, images.size() / most_originals);
    const std::size_t values = images.shape.values();
    Indices places;
    for (std::size_t place = 0; place < images.size() && places.size() < most_originals; place += stride) {
        const std::span image = std::span(images.pixels).subspan(place * values, values);
        const auto [darkest, brightest] = std::ranges::minmax(image);
        if (brightest - darkest >= least_contrast) places.push_back(static_cast<std::int64_t>(place));
    }
    return {.images = select(images, places), .places = std::move(places)};
}

void corrupt_pixels(PreparedExamples& examples, const PixelDraw& draw, Half half) {
    examples.originals = keep_originals(examples.images);
    draw.apply(examples.images, examples.indices, half);
}

/// Draws the pixels of all examples; the noise is that of the train images.
void corrupt_pixels(PreparedExperiment& experiment) {
    const CorruptionConfig& corruption = experiment.config.corruption;
    if (corruption.pixels == PixelCorruption::None) return;
    std::vector<ClippedGaussian> noise;
    if (corruption.pixels == PixelCorruption::Gaussian) {
        ChannelSums sums;
        sums.add(experiment.train.images);
        noise = gaussian_noise(sums, corruption.channels, experiment.config.data.scaling);
    }
    const PixelDraw draw(corruption, experiment.shape(), experiment.seeds.pixels, std::move(noise));
    corrupt_pixels(experiment.train, draw, Half::Train);
    corrupt_pixels(experiment.validation, draw, Half::Train);
    corrupt_pixels(experiment.test, draw, Half::Test);
}

/// Of the original images, since corrupted ones are scaled as those would be, and of the windows that evaluation takes, so
/// that a random crop does not change how images are scaled.
ChannelStatistics statistics_of(const PreparedExperiment& experiment) {
    const DataConfig& data = experiment.config.data;
    return channel_statistics(data.dataset, centre_crop(experiment.train.images, data.crop));
}

/// What is done to images before training: a random crop is cut anew in each batch, from whole images.
DataConfig before_training(const ExperimentConfig& config) {
    DataConfig data = config.data;
    if (config.augmentation.random_crop) data.crop = 0;
    return data;
}

}   // namespace

ImageShape PreparedExperiment::shape() const {
    ImageShape shape = train.images.shape;
    if (config.data.crop > 0) shape.height = shape.width = static_cast<int>(config.data.crop);
    return shape;
}

void require_no_problems(const ExperimentConfig& config) {
    std::vector<std::string> lines;
    for (const Problem& problem : check(config)) lines.push_back(fmt::format("{}: {}", problem.path, problem.message));
    if (lines.empty()) return;
    throw UsageError(
        {.where = fmt::format("experiment '{}'", config.name),
         .problem = lines.size() == 1 ? lines.front() : fmt::format("{} problems\n  {}", lines.size(), join(lines, "\n  ")),
         .remedy = ""});
}

LabelSource label_source_of(const ExperimentConfig& config, const Dataset& dataset,
                            std::span<const std::filesystem::path> data_roots) {
    const auto examples = static_cast<std::int64_t>(dataset.train.size());
    return load_label_source(config.corruption.labels, {.examples = examples, .classes = dataset.classes()}, data_roots);
}

DrawnExperiment draw_experiment(const ExperimentConfig& config, const Dataset& dataset, const LabelSource& source) {
    const ResolvedSeeds seeds = resolve_seeds(config);
    // The test subset has a stream of its own, so that it stays the same when the number of training examples changes.
    RandomStream subset_stream(seeds.subset), test_subset_stream(seed_for("subset/test", seeds.subset));
    RandomStream split_stream(seeds.split);
    const Indices subset = draw_train_subset(dataset.train.labels, config.data, dataset.class_names, subset_stream);
    Indices test =
        draw_subset(static_cast<std::int64_t>(dataset.test.size()), config.data.test_examples, test_subset_stream);
    const Split split =
        draw_validation_split(static_cast<std::int64_t>(subset.size()), config.data.validation_fraction, split_stream);

    const LabelRule rule{.noise = config.corruption.labels, .source = source, .classes = dataset.classes()};
    const Labels& labels = dataset.train.labels;
    Indices train = at(subset, split.train), validation = at(subset, split.validation);
    GivenLabels given;
    switch (rule.noise.draw) {
        case LabelDraw::Reference: given = corrupt_before_split(at(labels, subset), split, rule, seeds.labels); break;
        case LabelDraw::LabelFile:
            given = {.train = at(source.labels, train), .validation = at(source.labels, validation)};
            break;
        default: given = corrupt_before_training(labels, train, validation, rule, seeds.labels);
    }
    Labels given_test = corrupt_test_labels(at(dataset.test.labels, test), rule, seeds.test_labels);
    DrawnExperiment experiment{.train = drawn(dataset.train, std::move(train), std::move(given.train)),
                               .validation = drawn(dataset.train, std::move(validation), std::move(given.validation)),
                               .test = drawn(dataset.test, std::move(test), std::move(given_test))};
    experiment.expected_changed_fraction = expected_fraction(experiment.train, rule);
    return experiment;
}

ImageSet images_before_scaling(const ImageSet& half, std::span<const std::int64_t> indices, const DataConfig& data) {
    ImageSet images = select(half, indices);
    // Photographs of any size were brought to theirs when they were decoded.
    if (!find_dataset_facts(data.dataset)->any_size()) images = resized(std::move(images), data.resize);
    return centre_crop(std::move(images), data.crop);
}

PreparedExperiment prepare_experiment(const ExperimentConfig& config, std::span<const std::filesystem::path> data_roots) {
    require_no_problems(config);
    const DataConfig data = before_training(config);
    const Dataset dataset = load_dataset(data, data_roots);
    const LabelSource source = label_source_of(config, dataset, data_roots);
    DrawnExperiment draw = draw_experiment(config, dataset, source);
    require_a_whole_batch(config, draw.train.indices.size());
    PreparedExperiment experiment{.config = config,
                                  .seeds = resolve_seeds(config),
                                  .class_names = dataset.class_names,
                                  .data_sha256 = dataset.sha256,
                                  .data_notes = dataset.notes,
                                  .label_source = source.file,
                                  .label_sha256 = source.sha256,
                                  .expected_changed_fraction = draw.expected_changed_fraction,
                                  .statistics = {},
                                  .train = prepared(dataset.train, std::move(draw.train), data),
                                  .validation = prepared(dataset.train, std::move(draw.validation), data),
                                  .test = prepared(dataset.test, std::move(draw.test), data)};
    require_fitting_images(config, experiment.shape());
    if (config.data.scaling == Scaling::ChannelStatistics || config.augmentation.cutout > 0) {
        experiment.statistics = statistics_of(experiment);
    }
    corrupt_pixels(experiment);
    return experiment;
}

}   // namespace overfit
