#pragma once

#include "core/engine/tensors/training_data.h"
#include "core/engine/training/checkpoint.h"
#include "core/engine/training/device.h"
#include "core/engine/training/evaluation_forward.h"
#include "core/engine/training/step_log.h"
#include "core/engine/training/training_step.h"
#include "core/experiment/observer.h"
#include "core/support/random_stream.h"
#include "core/support/stopwatch.h"

#include <optional>
#include <stop_token>
#include <string>

namespace overfit {

/// Why training ended, in a sentence for people.
struct Ending {
    StopReason reason = StopReason::Completed;
    std::string explanation;
};

/// Epochs of steps and evaluations. Asks the stop token before each call of the step, and once a batch in evaluation; waits
/// for the device only where a step line, an evaluation or a checkpoint is due.
class TrainingLoop {
public:
    /// All references must outlive the loop. parts.state: zeroes, or where a checkpoint left off.
    TrainingLoop(const ExperimentConfig& config, std::uint64_t order_seed, const TrainingData& data, const Compute& compute,
                 TrainingParts& parts, TrainingStep& step, EvaluationForward& forward, TrainingObserver& observer,
                 std::stop_token stop);

    /// Trains until one of the reasons comes up. A checkpoint is reported as often as the configuration says and at the end,
    /// except after a divergence, whose weights are worth nothing.
    Ending run();

private:
    std::optional<Ending> run_epochs();
    void train_epoch();
    std::int64_t next_steps() const;         // how many of them are taken in one call
    bool finish_epoch();                     // evaluation and line; false when a stop was asked for meanwhile
    void judge(const EpochMetrics& line);    // best, fitted, early stopping
    std::optional<Ending> decided() const;   // what the state says of the end
    void read_log();                         // waits for the device
    void report_line(double rate);
    void checkpoint_if_due();
    void report_checkpoint();
    bool evaluation_due() const;
    torch::Tensor draw_order();   // of the next epoch, on the host

    const ExperimentConfig& config_;
    const TrainingData& data_;
    const Compute& compute_;
    TrainingParts& parts_;
    TrainingState& state_;
    TrainingStep& step_;
    EvaluationForward& forward_;
    TrainingObserver& observer_;
    std::stop_token stop_;
    RandomStream order_;
    const std::int64_t examples_, batch_size_, steps_per_epoch_;
    StepLog log_;
    Stopwatch active_time_, train_time_;
    double checkpoint_time_ = 0.0;          // active seconds at the last one
    std::int64_t checkpoint_epochs_ = -1;   // state_.epoch at the last one
    std::int64_t checkpoint_step_ = -1;
    std::string divergence_;   // empty while all losses are finite
};

/// ceil(examples / batch_size): the last, smaller batch counts.
std::int64_t steps_per_epoch(std::int64_t examples, std::int64_t batch_size);

}   // namespace overfit
