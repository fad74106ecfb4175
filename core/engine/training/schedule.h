#pragma once

#include "core/config/experiment_config.h"

#include <cstdint>

namespace overfit {

/// The learning rate of the steps of `epoch` (1 = the first). It changes after completed epochs only:
///   constant     the rate
///   step         the rate times factor for each completed epoch in `at`
///   exponential  the rate times factor^(completed epochs) (paper, appendix A: 0.95)
///   cosine       half a cosine wave from the rate to 0 at the end of the last epoch
/// During the first `warmup_epochs` epochs it is lowered to epoch / (warmup_epochs + 1) of that. By epoch and not by step,
/// as all else: every step of an epoch has the one rate that the epoch's line states.
double learning_rate(const TrainingConfig& training, std::int64_t epoch);

}   // namespace overfit
