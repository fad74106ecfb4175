#pragma once

#include "core/experiment/observer.h"

namespace overfit {

/// Tells two observers, the first one first.
class FanOutObserver : public TrainingObserver {
public:
    FanOutObserver(TrainingObserver& first, TrainingObserver& second) : first_(first), second_(second) {}

    void on_phase(std::string_view phase) override {
        first_.on_phase(phase);
        second_.on_phase(phase);
    }
    void on_start(const RunHeader& header) override {
        first_.on_start(header);
        second_.on_start(header);
    }
    void on_step(const StepReport& report) override {
        first_.on_step(report);
        second_.on_step(report);
    }
    void on_epoch(const EpochReport& report) override {
        first_.on_epoch(report);
        second_.on_epoch(report);
    }
    void on_checkpoint(const Checkpoint& checkpoint) override {
        first_.on_checkpoint(checkpoint);
        second_.on_checkpoint(checkpoint);
    }

private:
    TrainingObserver& first_;
    TrainingObserver& second_;
};

}   // namespace overfit
