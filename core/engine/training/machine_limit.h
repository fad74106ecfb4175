#pragma once

#include "core/engine/training/device.h"
#include "core/experiment/engine.h"

namespace overfit {

/// The best of several products of a 2048 x 6144 and a 6144 x 2048 matrix in the precision of `compute`, by the library that
/// is the faster one here, and the best of several copies of 256 MB. ProcessSettings are set.
MachineLimit measure_limit(const Compute& compute);

}   // namespace overfit
