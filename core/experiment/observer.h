#pragma once

#include "core/experiment/reports.h"

#include <string_view>

namespace overfit {

/// Hears of a training run. Called on the training thread; return quickly.
class TrainingObserver {
public:
    virtual ~TrainingObserver() = default;

    virtual void on_phase(std::string_view) {}         // "reading data", "auditing", "training": before each begins
    virtual void on_start(const RunHeader&) {}         // once, before the first step; its audit may hold an error
    virtual void on_step(const StepReport&) {}         // every step_interval steps: each one waits for the device
    virtual void on_epoch(const EpochReport&) {}       // after evaluation; epoch 0 is the untrained network
    virtual void on_checkpoint(const Checkpoint&) {}   // as often as `checkpoint` says, and at the end
};

}   // namespace overfit
