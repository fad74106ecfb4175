#pragma once

#include "core/experiment/engine.h"

#include <stop_token>

namespace overfit {

/// What runs at once tell of one round.
struct BenchmarkRound {
    RunHeader header;
    double start_seconds = 0.0;   // of the slowest: from the call until it evaluates for the first time
    double training = 0.0, evaluation = 0.0, whole_epoch = 0.0;   // images/s of all runs, in the time of the slowest
};

/// Trains `at_once` runs of the experiment, each on a thread of its own. They wait for each other before their first step,
/// and have as much to do, so that they train side by side from beginning to end. Throws what a run throws, the first one's
/// where several do, Error where one diverges or a thread cannot be started, and Stopped when that is asked for.
BenchmarkRound train_round(Engine& engine, const PreparedExperiment& experiment, int at_once, const std::stop_token& stop);

}   // namespace overfit
