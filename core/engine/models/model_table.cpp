#include "core/engine/models/model_table.h"

#include "core/config/model_facts.h"
#include "core/engine/models/alexnet.h"
#include "core/engine/models/inception_v3.h"
#include "core/engine/models/mlp.h"
#include "core/engine/models/resnet.h"
#include "core/engine/models/small_alexnet.h"
#include "core/engine/models/small_inception.h"
#include "core/engine/models/wide_resnet.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace overfit {

namespace {

Bias bias_of(const ModelConfig& model) { return model.bias ? Bias::With : Bias::Without; }

std::shared_ptr<Network> make_mlp(const ModelConfig& model, const InputShape& input, std::int64_t classes) {
    return std::make_shared<Mlp>(input, model.hidden, classes, bias_of(model), model.dropout);
}

std::shared_ptr<Network> make_linear(const ModelConfig& model, const InputShape& input, std::int64_t classes) {
    return std::make_shared<Mlp>(input, std::vector<std::int64_t>{}, classes, bias_of(model), /*dropout=*/0.0);
}

std::shared_ptr<Network> make_wide_resnet(const ModelConfig& model, const InputShape& input, std::int64_t classes) {
    return std::make_shared<WideResNet>(input, model.depth, model.width, classes, model.dropout);
}

std::shared_ptr<Network> make_small_inception(const ModelConfig& model, const InputShape& input, std::int64_t classes) {
    std::optional<BatchNormOptions> norm;
    if (model.batch_norm) norm = BatchNormOptions{.affine = model.batch_norm_affine};
    return std::make_shared<SmallInception>(input, classes, norm);
}

std::shared_ptr<Network> make_small_alexnet(const ModelConfig& model, const InputShape& input, std::int64_t classes) {
    return std::make_shared<SmallAlexNet>(input, classes, model.response_normalization);
}

std::shared_ptr<Network> make_resnet(const ModelConfig& model, const InputShape& input, std::int64_t classes) {
    return std::make_shared<ResNet>(input, model.width, classes);
}

std::shared_ptr<Network> make_alexnet(const ModelConfig& model, const InputShape& input, std::int64_t classes) {
    return std::make_shared<AlexNet>(input, classes, model.dropout);
}

std::shared_ptr<Network> make_inception_v3(const ModelConfig& model, const InputShape& input, std::int64_t classes) {
    return std::make_shared<InceptionV3>(input, classes, model.dropout);
}

/// check() tells the same, by the same rules, of a configuration.
void require_no_problems(const ModelConfig& model, const InputShape& input) {
    const auto require_none = [](const char* where, const std::string& problem) {
        if (!problem.empty()) throw UsageError({.where = where, .problem = problem, .remedy = ""});
    };
    require_none("model.depth", depth_problem(model));
    require_none("model.response_normalization.size", response_normalization_problem(model));
    require_none("model.name", image_size_problem(model, static_cast<int>(input.height), static_cast<int>(input.width)));
}

struct ModelEntry {
    std::string_view name;
    std::shared_ptr<Network> (*make)(const ModelConfig&, const InputShape&, std::int64_t classes);
    MemoryLayout layout;
};

// Explicit, not self-registering: linkers drop objects that nothing refers to.
constexpr std::array models{
    ModelEntry{"mlp", make_mlp, MemoryLayout::ChannelsFirst},
    ModelEntry{"wide-resnet", make_wide_resnet, MemoryLayout::ChannelsLast},
    ModelEntry{"small-inception", make_small_inception, MemoryLayout::ChannelsLast},
    ModelEntry{"small-alexnet", make_small_alexnet, MemoryLayout::ChannelsLast},
    ModelEntry{"resnet", make_resnet, MemoryLayout::ChannelsLast},
    ModelEntry{"alexnet", make_alexnet, MemoryLayout::ChannelsLast},
    ModelEntry{"inception-v3", make_inception_v3, MemoryLayout::ChannelsLast},
    ModelEntry{"linear", make_linear, MemoryLayout::ChannelsFirst},
};

const ModelEntry& entry_of(const ModelConfig& model) {
    const auto* entry = std::ranges::find(models, model.name, &ModelEntry::name);
    if (entry != models.end()) return *entry;
    const std::vector<std::string_view> names = model_names();
    throw UsageError({.where = "model.name",
                      .problem = "'" + model.name + "' is not a model",
                      .remedy = "choose one of: " + join(std::vector<std::string>(names.begin(), names.end()))});
}

}   // namespace

std::shared_ptr<Network> make_network(const ModelConfig& model, const InputShape& input, std::int64_t classes) {
    const ModelEntry& entry = entry_of(model);
    require_no_problems(model, input);
    return entry.make(model, input, classes);
}

MemoryLayout model_layout(const ModelConfig& model) { return entry_of(model).layout; }

std::vector<std::string_view> model_names() {
    std::vector<std::string_view> names;
    for (const ModelEntry& entry : models) names.push_back(entry.name);
    return names;
}

}   // namespace overfit
