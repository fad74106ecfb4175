#pragma once

#include "core/experiment/reports.h"

#include <cstdint>
#include <optional>

namespace overfit {

/// Sums over steps; added up one step after the other, so that it does not matter when the device was read.
struct RunningSums {
    double loss = 0.0;   // nats, each batch's mean times its images
    std::int64_t hits = 0;
    std::int64_t images = 0;

    double mean_loss() const { return loss / static_cast<double>(images); }
    double accuracy() const { return static_cast<double>(hits) / static_cast<double>(images); }
    bool operator==(const RunningSums&) const = default;
};

/// Where training stands: all that a resumed run needs beside weights, momentum and generators.
struct TrainingState {
    std::int64_t epoch = 0;   // the one in progress: first its steps (0 has none), then its evaluation and line
    std::int64_t batch = 0;   // batches of it done
    std::int64_t step = 0;    // steps of all epochs
    double time_s = 0.0;
    double train_time_s = 0.0;
    RunningSums epoch_sums;     // since the epoch began
    RunningSums line_sums;      // since the last step line
    double line_time_s = 0.0;   // train_time_s at the last step line
    std::optional<BestEpoch> best;
    std::optional<FittedPoint> fitted;
    std::int64_t evaluations_without_gain = 0;
    EpochMetrics last_line;
};

}   // namespace overfit
