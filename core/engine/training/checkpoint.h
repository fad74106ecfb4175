#pragma once

#include "core/engine/training/training_parts.h"
#include "core/experiment/reports.h"

#include <string>

namespace overfit {

/// A copy on the host in C order. Throws std::logic_error for other types than float32, int64, int32 and uint8.
NamedArray named_array(const std::string& name, const torch::Tensor& tensor);

/// Copies everything to the host: weights and buffers under Python's names in C order, what optimizer, objective and loss
/// scale remember, "generator.dropout" and "generator.augmentation", and the position as text that reads back to the same
/// numbers.
Checkpoint make_checkpoint(const TrainingParts& parts);

/// The reverse: fills all parts. Throws Error when the checkpoint is of another model or of
/// other data: names what was expected and found.
void restore_checkpoint(const Checkpoint& checkpoint, TrainingParts& parts);

}   // namespace overfit
