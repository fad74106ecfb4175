#pragma once

#include "core/experiment/engine.h"

#include <stop_token>
#include <vector>

namespace overfit {

/// What a short training leaves behind that another device, precision or number of threads should reach too.
struct TrainingTrace {
    RunHeader header;
    std::vector<double> losses;   // of each step, in training mode
    EpochMetrics last;            // the evaluation of the trained network
    Checkpoint end;               // its weights and all that a resume needs
    RunSummary summary;
};

/// Trains and reports every step, whatever `experiment` says of it. Throws as Engine::train() does, and Stopped.
TrainingTrace trace_training(Engine& engine, PreparedExperiment experiment, const std::stop_token& stop = {},
                             const Checkpoint* resume = nullptr);

/// How far two traces lie apart, relative to the first; infinite where one of them is shorter, holds other arrays or a
/// number that is not finite.
struct TraceDistance {
    double losses = 0.0;       // the largest |a - b| / |a| of the steps
    double evaluation = 0.0;   // the larger one of the train loss and the loss on clean test labels
    double weights = 0.0;      // ||a - b|| / ||a|| of the trained network, statistics of batch norms included
    double largest() const;
};

TraceDistance distance(const TrainingTrace& expected, const TrainingTrace& found);

}   // namespace overfit
