#include "core/engine/training/state_snapshot.h"

namespace overfit {

StateSnapshot::StateSnapshot(const TrainingParts& parts) : parts_(parts) {
    const torch::NoGradGuard no_gradients;
    for (const NamedTensors& tensors : {weights(parts), remembered(parts)}) {
        for (const auto& [name, tensor] : tensors) tensors_.emplace_back(tensor, tensor.detach().clone());
    }
    for (const auto& [name, generator] : generators(parts)) generators_.emplace_back(generator, generator.get_state());
}

void StateSnapshot::restore() const {
    const torch::NoGradGuard no_gradients;
    for (const auto& [tensor, copy] : tensors_) tensor.copy_(copy);
    for (auto [generator, state] : generators_) generator.set_state(state);
    for (torch::Tensor& parameter : parts_.network.parameters()) parameter.mutable_grad().reset();
}

}   // namespace overfit
