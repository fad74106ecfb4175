#include "core/engine/training/training_parts.h"

namespace overfit {

NamedTensors weights(const TrainingParts& parts) {
    NamedTensors all;
    for (const auto& item : parts.network.named_parameters()) all.emplace_back(item.key(), item.value());
    for (const auto& item : parts.network.named_buffers()) all.emplace_back(item.key(), item.value());
    return all;
}

NamedTensors remembered(const TrainingParts& parts) {
    NamedTensors all = parts.optimizer.state();
    const auto add = [&all](const NamedTensors& more) { all.insert(all.end(), more.begin(), more.end()); };
    add(parts.objective.state());
    if (parts.loss_scale != nullptr) add(parts.loss_scale->state());
    return all;
}

NamedGenerators generators(const TrainingParts& parts) {
    NamedGenerators all{{"generator.dropout", parts.dropout}};
    if (parts.augmentation.defined()) all.emplace_back("generator.augmentation", parts.augmentation);
    return all;
}

}   // namespace overfit
