#pragma once

#include "core/audit/audit_rules.h"
#include "core/engine/models/network.h"
#include "core/engine/training/loss_scale.h"
#include "core/engine/training/objective.h"
#include "core/engine/training/optimizer.h"
#include "core/engine/training/training_state.h"

#include <string>
#include <utility>
#include <vector>

namespace overfit {

/// All that a step changes, and what belongs together in a checkpoint. Hashes tell a resumed run whether its data is still
/// the same.
struct TrainingParts {
    Network& network;
    Optimizer& optimizer;
    Objective& objective;
    LossScale* loss_scale;        // null unless the precision is fp16
    at::Generator dropout;        // handles: whoever draws moves the same state
    at::Generator augmentation;   // undefined when nothing random happens to images
    TrainingState& state;
    DataHashes hashes;
};

using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;
using NamedGenerators = std::vector<std::pair<std::string, at::Generator>>;

/// Weights and buffers under Python's names.
NamedTensors weights(const TrainingParts& parts);

/// What optimizer, objective and loss scale remember of earlier steps.
NamedTensors remembered(const TrainingParts& parts);

/// "generator.dropout" and, where something random happens to images, "generator.augmentation".
NamedGenerators generators(const TrainingParts& parts);

}   // namespace overfit
