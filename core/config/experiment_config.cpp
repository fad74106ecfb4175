#include "core/config/experiment_config.h"

#include "core/support/random_stream.h"

namespace overfit {

ResolvedSeeds resolve_seeds(const ExperimentConfig& config) {
    const SeedsConfig& given = config.seeds;
    const auto resolved = [&](const std::optional<std::uint64_t>& seed, const char* purpose) {
        return seed.value_or(seed_for(purpose, config.seed));
    };
    return {.subset = resolved(given.subset, "subset"),
            .split = resolved(given.split, "split"),
            .labels = resolved(given.labels, "labels"),
            .test_labels = resolved(given.test_labels, "test_labels"),
            .pixels = resolved(given.pixels, "pixels"),
            .initialization = resolved(given.initialization, "initialization"),
            .order = resolved(given.order, "order"),
            .dropout = resolved(given.dropout, "dropout"),
            .augmentation = resolved(given.augmentation, "augmentation")};
}

}   // namespace overfit
