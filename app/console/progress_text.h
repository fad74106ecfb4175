#pragma once

#include "core/experiment/reports.h"

#include <cstdint>
#include <optional>
#include <string>

namespace overfit::cli {

/// Estimates what is left of a run from the pace of its own steps, evaluation included.
class TimeLeft {
public:
    /// total, first: steps of the whole run and the one it starts at (more than 0 when resumed).
    TimeLeft(std::int64_t first, std::int64_t total) : first_(first), total_(total) {}

    /// Seconds; nothing before the first step is done. elapsed_s: since the start of this call of the program.
    std::optional<double> seconds(std::int64_t step, double elapsed_s) const;

private:
    std::int64_t first_, total_;
};

/// What the progress line shows besides the last epoch.
struct ProgressState {
    std::int64_t epochs = 0;   // of the whole run
    std::optional<StepReport> step;
    std::optional<EpochMetrics> evaluated;   // the last epoch with an evaluation
    std::optional<double> seconds_left;
    bool may_end_early = false;   // stop_when_fitted or early stopping: the time left is an upper bound
};

/// "fp32", as the configuration writes it.
std::string precision_name(Precision precision);

/// "fashion-mnist: 5,000 train, 10,000 test images; mlp, 407,050 parameters; cpu (2 threads, fp32)"
std::string describe_start(const RunHeader& header);

/// "epoch 12.4/100  loss 1.2340  train 56.7 %  test 10.1 %  13,020 images/s  at most 41 s left", in shorter words and then
/// with less of it where `width` columns are too few.
std::string progress_line(const ProgressState& state, int width);

/// One line for a pipe: "epoch 12/100  train loss 0.1234  accuracy 56.7 %  test loss ..."; only what was evaluated.
std::string describe_epoch(const EpochMetrics& metrics, const ProgressState& state);

/// "warning initial-loss: ..."
std::string describe_finding(const Finding& finding);

/// The result in two or three lines: how it ended, train and test accuracy beside chance.
std::string describe_result(const RunSummary& summary);

}   // namespace overfit::cli
