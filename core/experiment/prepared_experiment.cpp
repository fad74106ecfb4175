#include "core/experiment/prepared_experiment.h"

#include "core/config/config_check.h"
#include "core/config/model_facts.h"
#include "core/corruption/label_noise.h"
#include "core/data/dataset_table.h"
#include "core/data/split.h"
#include "core/experiment/read_examples.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace overfit {

namespace {

using Labels = std::vector<std::uint16_t>;
using Indices = std::vector<std::int64_t>;

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

Labels corrupt(const Labels& labels, int classes, const LabelCorruption& noise, std::uint64_t seed) {
    RandomStream stream(seed);
    return corrupt_labels(labels, classes, noise, stream);
}

/// What train and validation examples are given to learn.
struct GivenLabels {
    Labels train, validation;
};

GivenLabels corrupt_before_training(const Labels& subset, const Split& split, int classes, const LabelCorruption& noise,
                                    std::uint64_t seed) {
    if (noise.draw == LabelDraw::Reference) {
        // The first author's code knows no validation set: it draws over all training examples in data-set order.
        const Labels given = corrupt(subset, classes, noise, seed);
        return {.train = at(given, split.train), .validation = at(given, split.validation)};
    }
    return {.train = corrupt(at(subset, split.train), classes, noise, seed),
            .validation = corrupt(at(subset, split.validation), classes, noise, seed_for("labels/validation", seed))};
}

/// Test labels of the same rule, for scoring only. The reference code would draw the same numbers again that the training
/// labels were drawn with; a stream of their own keeps the score free of that.
Labels corrupt_test_labels(const Labels& labels, int classes, LabelCorruption noise, std::uint64_t seed) {
    if (noise.draw == LabelDraw::Reference) noise.draw = LabelDraw::AllClasses;
    return corrupt(labels, classes, noise, seed);
}

DrawnExamples drawn(const ImageSet& half, Indices indices, Labels given) {
    Labels true_labels = at(half.labels, indices);
    return {.indices = std::move(indices), .true_labels = std::move(true_labels), .given_labels = std::move(given)};
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

DrawnExperiment draw_experiment(const ExperimentConfig& config, const Dataset& dataset) {
    const ResolvedSeeds seeds = resolve_seeds(config);
    // The test subset has a stream of its own, so that it stays the same when the number of training examples changes.
    RandomStream subset_stream(seeds.subset), test_subset_stream(seed_for("subset/test", seeds.subset));
    RandomStream split_stream(seeds.split);
    const auto available = [](const ImageSet& half) { return static_cast<std::int64_t>(half.size()); };
    const Indices subset = draw_subset(available(dataset.train), config.data.train_examples, subset_stream);
    Indices test = draw_subset(available(dataset.test), config.data.test_examples, test_subset_stream);
    const Split split =
        draw_validation_split(static_cast<std::int64_t>(subset.size()), config.data.validation_fraction, split_stream);

    const LabelCorruption& noise = config.corruption.labels;
    GivenLabels given =
        corrupt_before_training(at(dataset.train.labels, subset), split, dataset.classes(), noise, seeds.labels);
    Labels given_test = corrupt_test_labels(at(dataset.test.labels, test), dataset.classes(), noise, seeds.test_labels);
    return {.train = drawn(dataset.train, at(subset, split.train), std::move(given.train)),
            .validation = drawn(dataset.train, at(subset, split.validation), std::move(given.validation)),
            .test = drawn(dataset.test, std::move(test), std::move(given_test))};
}

PreparedExperiment prepare_experiment(const ExperimentConfig& config, std::span<const std::filesystem::path> data_roots,
                                      const ReadingProgress& progress) {
    require_no_problems(config);
    const Dataset dataset = load_dataset(config.data, data_roots, progress.stop);
    ReadExamples read = read_examples(config, dataset, draw_experiment(config, dataset), progress);
    require_a_whole_batch(config, read.train.size());
    PreparedExperiment experiment{.config = config,
                                  .seeds = resolve_seeds(config),
                                  .class_names = dataset.class_names,
                                  .data_sha256 = dataset.sha256,
                                  .data_notes = dataset.notes,
                                  .train = std::move(read.train),
                                  .validation = std::move(read.validation),
                                  .test = std::move(read.test)};
    std::ranges::move(read.notes, std::back_inserter(experiment.data_notes));
    require_fitting_images(config, experiment.shape());
    return experiment;
}

}   // namespace overfit
