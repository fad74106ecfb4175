#pragma once

#include "core/engine/training/device.h"
#include "core/experiment/engine.h"

namespace overfit {

/// The best of several products of two 3072 x 3072 matrices in the precision of `compute`, and the best of several copies
/// of 256 MB. ProcessSettings are set.
MachineLimit measure_limit(const Compute& compute);

}   // namespace overfit
