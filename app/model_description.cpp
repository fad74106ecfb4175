#include "app/model_description.h"

#include "app/console/text_table.h"
#include "core/config/dataset_facts.h"
#include "core/experiment/prepared_experiment.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <fmt/format.h>

namespace overfit::cli {

namespace {

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::vector<std::string> sides;
    sides.reserve(shape.size());
    for (const std::int64_t side : shape) sides.push_back(std::to_string(side));
    return join(sides, " x ");
}

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
    return description_text(config.model.name, engine().describe_model(config.model, *shape, facts.classes));
}

std::string description_text(const std::string& name, const ModelDescription& description) {
    TextTable table({{"layer"}, {"output"}, {"parameters", Align::Right}, {"multiply-adds", Align::Right}});
    for (const LayerDescription& layer : description.layers) {
        table.add({layer.name, shape_text(layer.output_shape), with_thousands(layer.parameters),
                   with_thousands(layer.multiply_adds)});
    }
    table.add({name, "", with_thousands(description.parameters), with_thousands(description.multiply_adds)});
    return table.text();
}

}   // namespace overfit::cli
