#include "core/engine/models/model_table.h"

#include "core/engine/models/mlp.h"
#include "core/engine/models/wide_resnet.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <array>

namespace overfit {

namespace {

std::shared_ptr<Network> make_mlp(const ModelConfig& model, const InputShape& input, std::int64_t classes) {
    return std::make_shared<Mlp>(input, model.hidden, classes, model.bias ? Linear::Bias::With : Linear::Bias::Without,
                                 model.dropout);
}

std::shared_ptr<Network> make_wide_resnet(const ModelConfig& model, const InputShape& input, std::int64_t classes) {
    if (model.depth < 10 || model.depth % 6 != 4) {
        throw UsageError({.where = "model.depth",
                          .problem = "a wide residual network has 6 n + 4 layers, found " + std::to_string(model.depth),
                          .remedy = "choose 10, 16, 22, 28, 34 or 40"});
    }
    return std::make_shared<WideResNet>(input, model.depth, model.width, classes, model.dropout);
}

struct ModelEntry {
    std::string_view name;
    std::shared_ptr<Network> (*make)(const ModelConfig&, const InputShape&, std::int64_t classes);
};

// Explicit, not self-registering: linkers drop objects that nothing refers to.
constexpr std::array models{
    ModelEntry{"mlp", make_mlp},
    ModelEntry{"wide-resnet", make_wide_resnet},
};

}   // namespace

std::shared_ptr<Network> make_network(const ModelConfig& model, const InputShape& input, std::int64_t classes) {
    for (const ModelEntry& entry : models) {
        if (entry.name == model.name) return entry.make(model, input, classes);
    }
    const std::vector<std::string_view> names = model_names();
    throw UsageError({.where = "model.name",
                      .problem = "'" + model.name + "' is not available yet",
                      .remedy = "choose one of: " + join(std::vector<std::string>(names.begin(), names.end()))});
}

std::vector<std::string_view> model_names() {
    std::vector<std::string_view> names;
    for (const ModelEntry& entry : models) names.push_back(entry.name);
    return names;
}

}   // namespace overfit
