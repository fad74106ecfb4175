#include "core/benchmark/random_experiment.h"

#include "core/config/dataset_facts.h"
#include "core/data/scaling.h"
#include "core/support/error.h"
#include "core/support/random_stream.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace overfit {

namespace {

PreparedExamples random_examples(std::int64_t count, const ImageShape& shape, int classes, RandomStream& stream) {
    PreparedExamples examples;
    examples.images.shape = shape;
    examples.images.pixels.resize(static_cast<std::size_t>(count) * shape.values());
    for (std::uint8_t& pixel : examples.images.pixels) pixel = static_cast<std::uint8_t>(stream.next() >> 56);
    for (std::int64_t example = 0; example < count; ++example) {
        examples.images.labels.push_back(static_cast<std::uint16_t>(stream.below(static_cast<std::uint64_t>(classes))));
    }
    examples.given_labels = examples.images.labels;
    examples.indices.resize(static_cast<std::size_t>(count));
    std::iota(examples.indices.begin(), examples.indices.end(), 0);
    return examples;
}

}   // namespace

PreparedExperiment random_experiment(const ExperimentConfig& config, std::int64_t images) {
    const DatasetFacts& facts = *find_dataset_facts(config.data.dataset);
    const std::optional<ImageShape> shape = input_shape(before_training(config));
    if (!shape || facts.classes == 0) {
        throw UsageError({.where = "data.dataset",
                          .problem = "the images and classes of " + config.data.dataset + " are known only from its files",
                          .remedy = "measure a network on data of a known size: overfit bench --net NAME, or an experiment "
                                    "on another data set"});
    }
    PreparedExperiment experiment;
    experiment.config = config;
    experiment.seeds = resolve_seeds(config);
    for (int name = 0; name < facts.classes; ++name) experiment.class_names.push_back(std::to_string(name));
    experiment.data_sha256 = std::string(64, '0');
    RandomStream stream(1);
    experiment.train = random_examples(images, *shape, facts.classes, stream);
    experiment.test = random_examples(std::max<std::int64_t>(1, images / 5), *shape, facts.classes, stream);
    experiment.statistics = channel_statistics(config.data.dataset, experiment.train.images);
    return experiment;
}

}   // namespace overfit
