#pragma once

#include "core/engine/training/device.h"
#include "core/engine/training/kept_memory.h"

namespace overfit {

/// What holds for a whole process while it trains: LibTorch's switches (threads, tf32, determinism), and freed memory that
/// stays (kept_memory.h). Runs at the same time, each on a thread of its own, hold one each and have to agree; it sets the
/// thread count of the calling thread too. Thread-safe.
class ProcessSettings {
public:
    /// Throws UsageError where another one holds different settings.
    ProcessSettings(const Compute& compute, bool deterministic);
    ~ProcessSettings();
    ProcessSettings(const ProcessSettings&) = delete;
    ProcessSettings& operator=(const ProcessSettings&) = delete;

private:
    KeptMemory memory_;
};

}   // namespace overfit
