#pragma once

#include "core/experiment/reports.h"

#include <array>
#include <optional>
#include <string_view>

namespace overfit {

/// One number of a line of metrics.jsonl.
template <typename Line, typename Number>
struct MetricsField {
    std::string_view key;
    Number Line::*member;
};

using EpochField = MetricsField<EpochMetrics, std::optional<double>>;
using StepField = MetricsField<StepReport, double>;

/// The numbers of an epoch line that may be empty, in the order they are written; run.json's `final` has the same.
inline constexpr std::array epoch_fields{
    EpochField{"train_loss", &EpochMetrics::train_loss},
    EpochField{"train_accuracy", &EpochMetrics::train_accuracy},
    EpochField{"test_loss", &EpochMetrics::test_loss},
    EpochField{"test_accuracy", &EpochMetrics::test_accuracy},
    EpochField{"test_corrupted_loss", &EpochMetrics::test_corrupted_loss},
    EpochField{"test_corrupted_accuracy", &EpochMetrics::test_corrupted_accuracy},
    EpochField{"validation_loss", &EpochMetrics::validation_loss},
    EpochField{"validation_accuracy", &EpochMetrics::validation_accuracy},
    EpochField{"clean_accuracy", &EpochMetrics::clean_accuracy},
    EpochField{"corrupted_accuracy", &EpochMetrics::corrupted_accuracy},
    EpochField{"corrupted_as_true", &EpochMetrics::corrupted_as_true},
    EpochField{"running_loss", &EpochMetrics::running_loss},
    EpochField{"running_accuracy", &EpochMetrics::running_accuracy},
    EpochField{"learning_rate", &EpochMetrics::learning_rate},
};

/// The means of a step line.
inline constexpr std::array step_fields{
    StepField{"running_loss", &StepReport::running_loss},
    StepField{"running_accuracy", &StepReport::running_accuracy},
    StepField{"learning_rate", &StepReport::learning_rate},
    StepField{"images_per_second", &StepReport::images_per_second},
};

}   // namespace overfit
