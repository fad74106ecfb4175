#include "core/benchmark/training_trace.h"

#include "core/support/stopped.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace overfit {

namespace {

constexpr double incomparable = std::numeric_limits<double>::infinity();

class TraceObserver : public TrainingObserver {
public:
    explicit TraceObserver(TrainingTrace& trace) : trace_(trace) {}

    void on_start(const RunHeader& header) override { trace_.header = header; }
    void on_step(const StepReport& report) override { trace_.losses.push_back(report.running_loss); }
    void on_epoch(const EpochReport& report) override { trace_.last = report.metrics; }
    void on_checkpoint(const Checkpoint& checkpoint) override { trace_.end = checkpoint; }

private:
    TrainingTrace& trace_;
};

/// |a - b| / |a|; two zeros are equal.
double relative(double difference, double size) {
    if (difference == 0.0) return 0.0;
    const double value = difference / size;
    return std::isfinite(value) ? value : incomparable;
}

double relative_difference(std::optional<double> expected, std::optional<double> found) {
    if (!expected || !found) return incomparable;
    return relative(std::abs(*expected - *found), std::abs(*expected));
}

std::vector<float> numbers_of(const NamedArray& array) {
    std::vector<float> numbers(array.bytes.size() / sizeof(float));
    std::memcpy(numbers.data(), array.bytes.data(), numbers.size() * sizeof(float));
    return numbers;
}

/// ||a - b|| and ||a|| of all float32 arrays together: one that is nearly zero, such as a shift that has just begun to move,
/// would say nothing by itself.
class WeightDistance {
public:
    void add(const NamedArray& expected, const NamedArray& found) {
        const bool alike = expected.name == found.name && expected.dtype == found.dtype && expected.shape == found.shape;
        const bool counts = expected.dtype != "F32";
        if (!alike || (counts && expected.bytes != found.bytes)) comparable_ = false;
        if (!alike || counts) return;
        const std::vector<float> a = numbers_of(expected), b = numbers_of(found);
        for (std::size_t place = 0; place < a.size(); ++place) {
            difference_ += std::pow(double{a[place]} - double{b[place]}, 2);
            size_ += std::pow(double{a[place]}, 2);
        }
    }
    double value() const { return comparable_ ? relative(std::sqrt(difference_), std::sqrt(size_)) : incomparable; }

private:
    double difference_ = 0.0, size_ = 0.0;
    bool comparable_ = true;
};

}   // namespace

TrainingTrace trace_training(Engine& engine, PreparedExperiment experiment, const std::stop_token& stop,
                             const Checkpoint* resume) {
    experiment.config.evaluation.step_interval = 1;
    TrainingTrace trace;
    TraceObserver observer(trace);
    trace.summary = engine.train(experiment, observer, stop, resume);
    throw_if_stopped(stop);
    return trace;
}

double TraceDistance::largest() const { return std::max({losses, evaluation, weights}); }

TraceDistance distance(const TrainingTrace& expected, const TrainingTrace& found) {
    if (expected.losses.size() != found.losses.size() || expected.end.weights.size() != found.end.weights.size())
        return {.losses = incomparable, .evaluation = incomparable, .weights = incomparable};
    TraceDistance result;
    for (std::size_t step = 0; step < expected.losses.size(); ++step) {
        result.losses = std::max(result.losses, relative_difference(expected.losses[step], found.losses[step]));
    }
    result.evaluation = std::max(relative_difference(expected.last.train_loss, found.last.train_loss),
                                 relative_difference(expected.last.test_loss, found.last.test_loss));
    WeightDistance weights;
    for (std::size_t place = 0; place < expected.end.weights.size(); ++place) {
        weights.add(expected.end.weights[place], found.end.weights[place]);
    }
    result.weights = weights.value();
    return result;
}

}   // namespace overfit
