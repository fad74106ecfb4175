#include "core/runs/metric_table.h"

#include <array>

namespace overfit {

namespace {

template <auto Member>
std::optional<double> of_epoch(const EpochMetrics& metrics) {
    return metrics.*Member;
}

template <auto Member>
std::optional<double> of_step(const StepReport& report) {
    return report.*Member;
}

using E = EpochMetrics;
using S = StepReport;
using Q = MetricQuantity;
constexpr auto nats = MetricUnit::Nats;
constexpr auto fraction = MetricUnit::Fraction;

constexpr std::array table{
    Metric{"train_loss", "train loss",
           "Cross entropy on the given labels of all training examples: a full pass with fixed weights in evaluation mode.",
           nats, Q::Train, of_epoch<&E::train_loss>, nullptr},
    Metric{"train_accuracy", "train accuracy",
           "Share of training examples predicted as their given label: a full pass with fixed weights in evaluation mode.",
           fraction, Q::Train, of_epoch<&E::train_accuracy>, nullptr},
    Metric{"test_loss", "test loss (clean labels)", "Cross entropy on the original labels of the test set.", nats, Q::Test,
           of_epoch<&E::test_loss>, nullptr},
    Metric{"test_accuracy", "test accuracy (clean labels)", "Share of test examples predicted as their original label.",
           fraction, Q::Test, of_epoch<&E::test_accuracy>, nullptr},
    Metric{"test_corrupted_loss", "test loss (corrupted labels)",
           "Cross entropy on test labels corrupted by the same rule as the training labels; for scoring only.", nats,
           Q::TestCorrupted, of_epoch<&E::test_corrupted_loss>, nullptr},
    Metric{
        "test_corrupted_accuracy", "test accuracy (corrupted labels)",
        "Share of test examples predicted as a label corrupted by the same rule as the training labels; for scoring only.",
        fraction, Q::TestCorrupted, of_epoch<&E::test_corrupted_accuracy>, nullptr},
    Metric{"validation_loss", "validation loss", "Cross entropy on the given labels of the validation split.", nats,
           Q::Validation, of_epoch<&E::validation_loss>, nullptr},
    Metric{"validation_accuracy", "validation accuracy", "Share of the validation split predicted as their given label.",
           fraction, Q::Validation, of_epoch<&E::validation_accuracy>, nullptr},
    Metric{"clean_accuracy", "train accuracy (label is true)",
           "Train accuracy on the examples whose given label is the true one.", fraction, Q::Clean,
           of_epoch<&E::clean_accuracy>, nullptr},
    Metric{"corrupted_accuracy", "train accuracy (label is corrupted)",
           "Share of the examples with a changed label that are predicted as that changed label: memorised.", fraction,
           Q::Corrupted, of_epoch<&E::corrupted_accuracy>, nullptr},
    Metric{"corrupted_as_true", "corrupted predicted as true class",
           "Share of the examples with a changed label that are predicted as their true class all the same.", fraction,
           Q::CorruptedAsTrue, of_epoch<&E::corrupted_as_true>, nullptr},
    Metric{"running_loss", "running loss",
           "Mean of the training batches' cross entropy while the weights move; lags behind the train loss.", nats,
           Q::Running, of_epoch<&E::running_loss>, of_step<&S::running_loss>},
    Metric{"running_accuracy", "running accuracy",
           "Mean accuracy of the training batches while the weights move; lags behind the train accuracy.", fraction,
           Q::Running, of_epoch<&E::running_accuracy>, of_step<&S::running_accuracy>},
    Metric{"learning_rate", "learning rate", "The optimiser's step size.", MetricUnit::Rate, Q::Other,
           of_epoch<&E::learning_rate>, of_step<&S::learning_rate>},
    Metric{"images_per_second", "images per second", "Training throughput since the last line, without evaluation.",
           MetricUnit::ImagesPerSecond, Q::Other, nullptr, of_step<&S::images_per_second>},
};

double place(const EpochMetrics& metrics, XAxis axis) {
    switch (axis) {
        case XAxis::Epoch: return static_cast<double>(metrics.epoch);
        case XAxis::Step: return static_cast<double>(metrics.step);
        case XAxis::Time: return metrics.time_s;
    }
    return 0.0;
}

double place(const StepReport& report, XAxis axis) {
    switch (axis) {
        case XAxis::Epoch: return report.epoch;
        case XAxis::Step: return static_cast<double>(report.step);
        case XAxis::Time: return report.time_s;
    }
    return 0.0;
}

template <typename Line>
Curve collected(const std::vector<Line>& lines, std::optional<double> (*value_of)(const Line&), XAxis axis) {
    Curve curve;
    curve.x.reserve(lines.size());
    curve.y.reserve(lines.size());
    for (const Line& line : lines) {
        const std::optional<double> value = value_of(line);
        if (!value) continue;
        curve.x.push_back(place(line, axis));
        curve.y.push_back(*value);
    }
    return curve;
}

}   // namespace

std::span<const Metric> metric_table() { return table; }

const Metric* find_metric(std::string_view name) {
    for (const Metric& metric : table) {
        if (metric.name == name) return &metric;
    }
    return nullptr;
}

Curve curve_of(const RunMetrics& run, const Metric& metric, XAxis axis) {
    Curve of_epochs, of_steps;
    if (metric.of_epoch != nullptr) of_epochs = collected(run.epochs, metric.of_epoch, axis);
    const bool finer = metric.quantity == MetricQuantity::Running || of_epochs.x.empty();
    if (metric.of_step != nullptr && finer) of_steps = collected(run.steps, metric.of_step, axis);
    return of_steps.x.empty() ? of_epochs : of_steps;
}

}   // namespace overfit
