#include "core/experiment/memory_check.h"

#include "core/experiment/model_summary.h"
#include "core/support/error.h"
#include "core/support/memory_limit.h"

#include <fmt/format.h>

namespace overfit {

namespace {

bool trains_on_the_cpu(Engine& engine, const std::string& device) {
    return device == "cpu" || (device == "auto" && engine.info().devices.size() <= 1);
}

double gigabytes(std::uint64_t bytes) { return 1e-9 * static_cast<double>(bytes); }

}   // namespace

void require_memory(Engine& engine, const PreparedExperiment& experiment) {
    const ExperimentConfig& config = experiment.config;
    if (!trains_on_the_cpu(engine, config.device)) return;
    const ModelDescription model = engine.describe_model(config.model, experiment.shape(), experiment.classes());
    const auto memory = estimate_memory(config, model.parameters, layer_values(model));
    if (!memory) return;
    const auto network = static_cast<std::uint64_t>(memory->library + memory->weights + memory->activations);
    const std::uint64_t limit = memory_limit();
    if (network <= limit) return;
    throw Error(
        {.where = fmt::format("experiment '{}'", config.name),
         .problem = fmt::format("the network would take about {:.1f} GB of memory while it trains (weights with the "
                                "optimiser's state and their checkpoint {:.1f}, activations of one batch {:.1f}), and "
                                "{:.1f} GB may be used here",
                                gigabytes(network), gigabytes(static_cast<std::uint64_t>(memory->weights)),
                                gigabytes(static_cast<std::uint64_t>(memory->activations)), gigabytes(limit)),
         .remedy = "lower training.batch_size or the model's width"});
}

}   // namespace overfit
