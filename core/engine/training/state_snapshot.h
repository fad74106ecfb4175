#pragma once

#include "core/engine/training/training_parts.h"

#include <utility>
#include <vector>

namespace overfit {

/// All that a step changes, copied on the device, and back: steps that were done to warm up leave no trace.
class StateSnapshot {
public:
    /// parts must outlive it.
    explicit StateSnapshot(const TrainingParts& parts);

    /// Writes into the same tensors, so that recorded work goes on to find them; drops gradients.
    void restore() const;

private:
    const TrainingParts& parts_;
    std::vector<std::pair<torch::Tensor, torch::Tensor>> tensors_;   // the one in use, its copy
    std::vector<std::pair<at::Generator, torch::Tensor>> generators_;
};

}   // namespace overfit
