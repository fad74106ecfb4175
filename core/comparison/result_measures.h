#pragma once

#include "core/runs/run_record.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace overfit {

enum class MeasureUnit { Fraction, Nats, Count, Seconds };

/// Which way a measure is better. Neither: memorised labels or a number of epochs are no merit in themselves.
enum class Better { Higher, Lower, Neither };

/// What two runs must have in common before their numbers can be held against each other.
enum class MeasuredOn { TrainSet, TestSet, BothSets, BestMetric, Machine, Nothing };

/// One number by which runs are compared, from run.json.
struct ResultMeasure {
    std::string_view name;    // "test_accuracy": CSV headers and JSON keys
    std::string_view title;   // "test accuracy"
    MeasureUnit unit;
    Better better;
    MeasuredOn on;
    std::optional<double> (*value_of)(const RunRecord&);   // fractions in 0..1, nats, counts, seconds
};

/// All of them in the order of the table.
std::span<const ResultMeasure> result_measures();

/// "other test set", where `run` was measured on something else than `base`; empty when they can be compared.
std::string why_not_comparable(const ResultMeasure& measure, const RunRecord& run, const RunRecord& base);

}   // namespace overfit
