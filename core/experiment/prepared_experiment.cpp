#include "core/experiment/prepared_experiment.h"

#include "core/config/config_check.h"
#include "core/config/model_facts.h"
#include "core/corruption/corrupted_images.h"
#include "core/corruption/label_noise.h"
#include "core/data/class_balance.h"
#include "core/data/dataset_table.h"
#include "core/data/split.h"
#include "core/experiment/read_examples.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "core/support/values_at.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <memory>
#include <utility>

namespace overfit {

namespace {

using Labels = std::vector<std::uint16_t>;
using Indices = std::vector<std::int64_t>;

constexpr int least_contrast = 16;   // bytes between the darkest and the brightest value of a channel that can be told apart

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
    return {.train = corrupt(values_at(labels, train), rule, seed),
            .validation = corrupt(values_at(labels, validation), rule, seed_for("labels/validation", seed))};
}

/// The first author's code knows neither validation set nor subset: it draws over all training examples in their order.
/// The labels of these examples are the ones that it gives them.
GivenLabels corrupt_as_reference(const Labels& labels, const Indices& train, const Indices& validation,
                                 const LabelRule& rule, std::uint64_t seed) {
    const Labels given = corrupt(labels, rule, seed);
    return {.train = values_at(given, train), .validation = values_at(given, validation)};
}

/// Test labels of the same rule, for scoring only. The reference code would draw the same numbers again that the training
/// labels were drawn with; a stream of their own keeps the score free of that. A label file leaves them as they are.
Labels corrupt_test_labels(const Labels& labels, const LabelRule& rule, std::uint64_t seed) {
    LabelCorruption noise = rule.noise;
    if (noise.draw == LabelDraw::Reference) noise.draw = LabelDraw::AllClasses;
    return corrupt(labels, {.noise = noise, .source = rule.source, .classes = rule.classes}, seed);
}

double expected_fraction(const Labels& true_labels, const Labels& given_labels, const LabelRule& rule) {
    switch (rule.noise.draw) {
        case LabelDraw::TransitionMatrix: return expected_changed_fraction(true_labels, rule.source.matrix);
        case LabelDraw::LabelFile: return changed_fraction(true_labels, given_labels);
        default: return expected_changed_fraction(rule.noise, rule.classes);
    }
}

DrawnExamples drawn(const ImageSet& half, Indices indices, Labels given) {
    Labels true_labels = values_at(half.labels, indices);
    return {.indices = std::move(indices), .true_labels = std::move(true_labels), .given_labels = std::move(given)};
}

bool has_contrast(const ImageSet& image) {
    const auto plane = static_cast<std::size_t>(image.shape.height) * static_cast<std::size_t>(image.shape.width);
    for (std::size_t first = 0; first < image.pixels.size(); first += plane) {
        const auto [darkest, brightest] = std::ranges::minmax(std::span(image.pixels).subspan(first, plane));
        if (brightest - darkest >= least_contrast) return true;
    }
    return false;
}

/// Up to `most_originals` images, evenly spread. No permutation changes an image of one colour: such ones prove nothing. Of
/// noise they prove as much as any, and without them the rest would be brighter or darker than the data.
Originals keep_originals(const PreparedExamples& examples, PixelCorruption kind) {
    constexpr std::int64_t most_originals = 256;
    const auto reader = examples.reader();
    // Rounded up: over all of them, so that no class of a folder's order is left out.
    const std::int64_t stride = std::max<std::int64_t>(1, (reader->size() + most_originals - 1) / most_originals);
    Originals originals;
    originals.images.shape = reader->shape();
    for (std::int64_t place = 0; place < reader->size() && std::ssize(originals.places) < most_originals; place += stride) {
        const ImageSet image = read_images(*reader, place, 1);
        if (kind != PixelCorruption::Gaussian && !has_contrast(image)) continue;
        originals.places.push_back(place);
        originals.images.labels.push_back(examples.images.labels[static_cast<std::size_t>(place)]);
        std::ranges::copy(image.pixels, std::back_inserter(originals.images.pixels));
    }
    return originals;
}

/// In memory at once; what stays in a file is corrupted whenever it is read.
void corrupt_pixels(PreparedExamples& examples, const std::shared_ptr<const PixelDraw>& draw, Half half, int threads) {
    if (examples.size() == 0) return;
    examples.originals = keep_originals(examples, draw->kind());
    if (examples.stored) {
        examples.stored = std::make_shared<const CorruptedImages>(examples.stored, draw, examples.indices, half);
    } else {
        draw->apply(examples.images, examples.indices, half, threads);
    }
}

/// Draws the pixels of all examples; the noise is that of the train images.
void corrupt_pixels(PreparedExperiment& experiment) {
    const CorruptionConfig& corruption = experiment.config.corruption;
    if (corruption.pixels == PixelCorruption::None) return;
    std::vector<ClippedGaussian> noise;
    if (corruption.pixels == PixelCorruption::Gaussian) {
        noise = gaussian_noise(channel_sums(experiment.train, 0), corruption.channels, experiment.config.data.scaling);
    }
    const auto draw = std::make_shared<const PixelDraw>(corruption, experiment.train.images.shape, experiment.seeds.pixels,
                                                        std::move(noise));
    const int threads = static_cast<int>(experiment.config.threads.value_or(0));
    corrupt_pixels(experiment.train, draw, Half::Train, threads);
    corrupt_pixels(experiment.validation, draw, Half::Train, threads);
    corrupt_pixels(experiment.test, draw, Half::Test, threads);
}

/// Of the original images, since corrupted ones are scaled as those would be, and of the windows that evaluation takes, so
/// that a random crop does not change how images are scaled.
ChannelStatistics statistics_of(const PreparedExperiment& experiment) {
    const DataConfig& data = experiment.config.data;
    auto published = published_statistics(data.dataset, experiment.shape().channels);
    return published ? *std::move(published) : channel_sums(experiment.train, data.crop).statistics();
}

}   // namespace

ChannelSums channel_sums(const PreparedExamples& examples, std::int64_t crop) {
    constexpr std::int64_t images_at_once = 256;
    const auto reader = examples.reader();
    ChannelSums sums;
    for (std::int64_t first = 0; first < reader->size(); first += images_at_once) {
        const std::int64_t count = std::min(images_at_once, reader->size() - first);
        sums.add(centre_crop(read_images(*reader, first, count), crop));
    }
    return sums;
}

std::shared_ptr<const ImageReader> PreparedExamples::reader() const {
    return stored ? stored : std::make_shared<const ImagesInMemory>(images);
}

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
    Indices train = values_at(subset, split.train), validation = values_at(subset, split.validation);
    GivenLabels given;
    switch (rule.noise.draw) {
        case LabelDraw::Reference: given = corrupt_as_reference(labels, train, validation, rule, seeds.labels); break;
        case LabelDraw::LabelFile:
            given = {.train = values_at(source.labels, train), .validation = values_at(source.labels, validation)};
            break;
        default: given = corrupt_before_training(labels, train, validation, rule, seeds.labels);
    }
    Labels given_test = corrupt_test_labels(values_at(dataset.test.labels, test), rule, seeds.test_labels);
    DrawnExperiment experiment{.train = drawn(dataset.train, std::move(train), std::move(given.train)),
                               .validation = drawn(dataset.train, std::move(validation), std::move(given.validation)),
                               .test = drawn(dataset.test, std::move(test), std::move(given_test))};
    experiment.expected_changed_fraction =
        expected_fraction(experiment.train.true_labels, experiment.train.given_labels, rule);
    return experiment;
}

PreparedExperiment prepare_experiment(const ExperimentConfig& config, std::span<const std::filesystem::path> data_roots,
                                      const ReadingProgress& progress) {
    require_no_problems(config);
    const Dataset dataset = load_dataset(config.data, data_roots, progress.stop);
    const LabelSource source = label_source_of(config, dataset, data_roots);
    ReadExamples read = read_examples(config, dataset, draw_experiment(config, dataset, source), progress);
    require_a_whole_batch(config, read.train.size());
    // Of what is left: photographs that cannot be read take their labels with them.
    const LabelRule rule{.noise = config.corruption.labels, .source = source, .classes = dataset.classes()};
    const double expected_share = expected_fraction(read.train.images.labels, read.train.given_labels, rule);
    PreparedExperiment experiment{.config = config,
                                  .seeds = resolve_seeds(config),
                                  .class_names = dataset.class_names,
                                  .data_sha256 = dataset.sha256,
                                  .data_notes = dataset.notes,
                                  .label_source = source.file,
                                  .label_sha256 = source.sha256,
                                  .expected_changed_fraction = expected_share,
                                  .statistics = {},
                                  .train = std::move(read.train),
                                  .validation = std::move(read.validation),
                                  .test = std::move(read.test)};
    std::ranges::move(read.notes, std::back_inserter(experiment.data_notes));
    require_fitting_images(config, experiment.shape());
    if (config.data.scaling == Scaling::ChannelStatistics || config.augmentation.cutout > 0) {
        experiment.statistics = statistics_of(experiment);
    }
    corrupt_pixels(experiment);
    return experiment;
}

}   // namespace overfit
