#pragma once

#include "core/experiment/reports.h"

#include <array>
#include <string_view>

namespace overfit {

/// One number of a line of metrics.jsonl.
template <typename Line, typename Number>
struct MetricsField {
    std::string_view key;
    Number Line::*member;
};

/// The numbers of an epoch line that may be empty, in the order they are written; run.json's `final` has the same.
inline constexpr std::array epoch_fields{
    MetricsField{"train_loss", &EpochMetrics::train_loss},
    MetricsField{"train_accuracy", &EpochMetrics::train_accuracy},
    MetricsField{"test_loss", &EpochMetrics::test_loss},
    MetricsField{"test_accuracy", &EpochMetrics::test_accuracy},
    MetricsField{"test_corrupted_loss", &EpochMetrics::test_corrupted_loss},
    MetricsField{"test_corrupted_accuracy", &EpochMetrics::test_corrupted_accuracy},
    MetricsField{"validation_loss", &EpochMetrics::validation_loss},
    MetricsField{"validation_accuracy", &EpochMetrics::validation_accuracy},
    MetricsField{"clean_accuracy", &EpochMetrics::clean_accuracy},
    MetricsField{"corrupted_accuracy", &EpochMetrics::corrupted_accuracy},
    MetricsField{"corrupted_as_true", &EpochMetrics::corrupted_as_true},
    MetricsField{"running_loss", &EpochMetrics::running_loss},
    MetricsField{"running_accuracy", &EpochMetrics::running_accuracy},
    MetricsField{"learning_rate", &EpochMetrics::learning_rate},
};

/// The means of a step line.
inline constexpr std::array step_fields{
    MetricsField{"running_loss", &StepReport::running_loss},
    MetricsField{"running_accuracy", &StepReport::running_accuracy},
    MetricsField{"learning_rate", &StepReport::learning_rate},
    MetricsField{"images_per_second", &StepReport::images_per_second},
};

}   // namespace overfit
