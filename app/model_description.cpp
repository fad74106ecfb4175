#include "app/model_description.h"

#include "app/console/text_table.h"
#include "core/config/dataset_facts.h"
#include "core/experiment/model_summary.h"
#include "core/experiment/prepared_experiment.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <fmt/format.h>

namespace overfit::cli {

namespace {

std::string size(std::int64_t bytes) { return as_size(static_cast<std::uint64_t>(bytes)); }

}   // namespace

std::string described_model(const ExperimentConfig& config) {
    require_no_problems(config);
    const DatasetFacts& facts = *find_dataset_facts(config.data.dataset);
    const std::optional<ImageShape> shape = input_shape(config.data);
    if (!shape || facts.classes == 0) {
        throw UsageError({.where = "overfit run --describe",
                          .problem = fmt::format("the images and classes of {} are known only from its files", facts.name),
                          .remedy = "describe the model with another data set of the same size"});
    }
    const ModelDescription description = engine().describe_model(config.model, *shape, facts.classes);
    return description_text(config.model.name, description) + memory_text(config, description);
}

std::string description_text(const std::string& name, const ModelDescription& description) {
    const Table layers = layer_table(name, description);
    TextTable table(
        {{layers.titles[0]}, {layers.titles[1]}, {layers.titles[2], Align::Right}, {layers.titles[3], Align::Right}});
    for (const auto& row : layers.rows) table.add({row[0].text, row[1].text, row[2].text, row[3].text});
    return table.text();
}

std::string memory_text(const ExperimentConfig& config, const ModelDescription& description) {
    const auto memory = estimate_memory(config, description.parameters, layer_values(description));
    if (!memory) return "";
    return fmt::format(
        "\ntraining takes about {} of memory: data {}, weights with momentum and their checkpoint {}, activations of one "
        "batch "
        "{}, LibTorch itself {}\n",
        size(memory->total()), size(memory->data), size(memory->weights), size(memory->activations), size(memory->library));
}

}   // namespace overfit::cli
