#pragma once

#include "core/engine/training/device.h"

namespace overfit {

/// LibTorch's switches that hold for a whole process (threads, tf32, determinism), set for as long as this lives. Runs at
/// the same time, each on a thread of its own, hold one each and have to agree; it sets the thread count of the calling
/// thread too. Thread-safe.
class ProcessSettings {
public:
    /// Throws UsageError where another one holds different settings.
    ProcessSettings(const Compute& compute, bool deterministic);
    ~ProcessSettings();
    ProcessSettings(const ProcessSettings&) = delete;
    ProcessSettings& operator=(const ProcessSettings&) = delete;
};

}   // namespace overfit
