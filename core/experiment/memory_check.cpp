#include "core/experiment/memory_check.h"

#include "core/experiment/model_summary.h"
#include "core/support/error.h"
#include "core/support/memory_limit.h"

#include <fmt/format.h>

namespace overfit {

namespace {

double gigabytes(std::uint64_t bytes) { return 1e-9 * static_cast<double>(bytes); }

}   // namespace

void require_memory(Engine& engine, const PreparedExperiment& experiment, int runs) {
    const ExperimentConfig& config = experiment.config;
    if (!engine.info().trains_on_cpu(config.device)) return;
    const ModelDescription model = engine.describe_model(config.model, experiment.shape(), experiment.classes());
    const auto memory = estimate_memory(config, model.parameters, layer_values(model));
    if (!memory) return;
    const auto weights = static_cast<std::uint64_t>(runs * memory->weights);
    const auto activations = static_cast<std::uint64_t>(runs * memory->activations);
    const std::uint64_t all = static_cast<std::uint64_t>(memory->library) + weights + activations, limit = memory_limit();
    if (all <= limit) return;
    const bool one = runs == 1;
    throw Error({.where = fmt::format("experiment '{}'", config.name),
                 .problem = fmt::format("{} would take about {:.1f} GB of memory while {} (weights with the optimiser's "
                                        "state and their checkpoint {:.1f}, activations of one batch {:.1f}), and {:.1f} GB "
                                        "may be used here",
                                        one ? "the network" : fmt::format("the networks of {} runs at once", runs),
                                        gigabytes(all), one ? "it trains" : "they train", gigabytes(weights),
                                        gigabytes(activations), gigabytes(limit)),
                 .remedy = one ? "lower training.batch_size or the model's width"
                               : "train fewer at once, or lower training.batch_size or the model's width"});
}

}   // namespace overfit
