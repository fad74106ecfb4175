#include "core/config/memory_estimate.h"

#include "core/config/dataset_facts.h"
#include "core/config/regularisers.h"

#include <cmath>

namespace overfit {

namespace {

constexpr std::int64_t float_bytes = 4;
constexpr std::int64_t label_bytes = 2 * 8 + 2 * 2;   // given and true: int64 for the trainer, 16 bits as read
constexpr std::int64_t library_bytes = 140'000'000;   // LibTorch's CPU part after a first step, measured

// The values themselves, their copy in a checkpoint and the bytes of its file; without them there would be room for the
// gradients, which are gone while a checkpoint is written.
constexpr std::int64_t copies_of_weights = 3;

// A residual block keeps four tensors of its output's size for the backward pass: two normalised inputs of its convolutions
// and two inputs of its normalisations.
constexpr std::int64_t tensors_per_map = 4;

/// Values of the optimiser's state per parameter.
std::int64_t state_of(const TrainingConfig& training) {
    if (training.optimizer != OptimizerKind::Sgd) return 2;   // both moments
    return training.momentum > 0.0 ? 1 : 0;
}

std::int64_t chosen(std::int64_t wanted, std::int64_t all) { return wanted > 0 && wanted < all ? wanted : all; }

}   // namespace

std::optional<MemoryEstimate> estimate_memory(const ExperimentConfig& config, std::int64_t parameters,
                                              const LayerValues& layers) {
    const DatasetFacts* facts = find_dataset_facts(config.data.dataset);
    const std::optional<ImageShape> shape = input_shape(config.data), read_shape = input_shape(before_training(config));
    if (!shape || !read_shape || facts->train_examples == 0) return std::nullopt;
    const auto values = static_cast<std::int64_t>(shape->values());
    const auto read_values = static_cast<std::int64_t>(read_shape->values());
    const std::int64_t train = chosen(config.data.train_examples, facts->train_examples);
    const std::int64_t examples = train + chosen(config.data.test_examples, facts->test_examples);
    const std::int64_t validation = std::llround(config.data.validation_fraction * static_cast<double>(train));

    // data        = N * labels + images                                   N: train, validation and test
    // weights     = P * 4 * (weight + optimiser's state) * 3
    //               + N_train * C * 4 * 3                                 mean predictions of early-learning regularisation
    // activations = B * 4 * 2 * (V + kept values of all layers)           once forward, once as gradients
    MemoryEstimate estimate;
    estimate.library = library_bytes;
    estimate.data = examples * label_bytes +
                    resident_image_bytes(config, train - validation, examples - train + validation, read_values, values);
    estimate.weights = parameters * float_bytes * (1 + state_of(config.training)) * copies_of_weights;
    if (config.training.early_learning.weight > 0.0) {
        estimate.weights += train * facts->classes * float_bytes * copies_of_weights;
    }
    const std::int64_t kept = values + layers.vectors + tensors_per_map * layers.maps;
    estimate.activations = config.training.batch_size * float_bytes * 2 * kept;
    return estimate;
}

std::int64_t resident_image_bytes(const ExperimentConfig& config, std::int64_t train, std::int64_t others,
                                  std::int64_t read_values, std::int64_t values) {
    const std::int64_t scaled = values * float_bytes;
    const std::int64_t of_train = moves_pixels(config.augmentation) ? read_values : scaled;
    return (train + others) * read_values + train * of_train + others * scaled;
}

ImageStore resolved_image_store(ImageStore wanted, std::int64_t bytes, std::uint64_t memory) {
    if (wanted != ImageStore::Auto) return wanted;
    return static_cast<double>(bytes) > static_cast<double>(memory) / 2 ? ImageStore::Mapped : ImageStore::Resident;
}

}   // namespace overfit
