#include "core/engine/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace overfit {

namespace {

double scheduled_factor(const TrainingConfig& training, std::int64_t completed) {
    const ScheduleConfig& schedule = training.schedule;
    switch (schedule.kind) {
        case ScheduleKind::Constant: return 1.0;
        case ScheduleKind::Step: {
            const auto changes = std::ranges::count_if(schedule.at, [&](std::int64_t epoch) { return epoch <= completed; });
            return std::pow(schedule.factor, static_cast<double>(changes));
        }
        case ScheduleKind::Exponential: return std::pow(schedule.factor, static_cast<double>(completed));
        case ScheduleKind::Cosine: {
            const double share = static_cast<double>(completed) / static_cast<double>(training.epochs);
            return 0.5 * (1.0 + std::cos(std::numbers::pi * share));
        }
    }
    return 1.0;
}

}   // namespace

double learning_rate(const TrainingConfig& training, std::int64_t epoch) {
    const double rate = training.learning_rate * scheduled_factor(training, epoch - 1);
    if (epoch > training.warmup_epochs) return rate;
    return rate * static_cast<double>(epoch) / static_cast<double>(training.warmup_epochs + 1);
}

}   // namespace overfit
