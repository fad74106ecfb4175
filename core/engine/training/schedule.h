#pragma once

#include "core/config/experiment_config.h"

#include <cstdint>

namespace overfit {

/// The learning rate of the steps of `epoch` (1 = the first). It changes after completed epochs only:
///   constant     the rate
///   step         the rate times factor for each completed epoch in `at`
///   exponential  the rate times factor^(completed epochs) (paper, appendix A: 0.95)
///   cosine       half a cosine wave from the rate to 0 at the end of the last epoch
/// During the first `warmup_epochs` epochs it is lowered to completed / (warm-up + 1) parts of that, counting this epoch.
double learning_rate(const TrainingConfig& training, std::int64_t epoch);

}   // namespace overfit
