#include "core/benchmark/benchmark.h"

#include "core/benchmark/random_experiment.h"
#include "core/support/stopped.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace overfit {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t most_images = 50'000;   // CIFAR-10's: what a round holds in memory; faster devices get more epochs
constexpr std::int64_t warm_up_batches = 4;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

/// What a run tells of its own times.
class Timekeeper : public TrainingObserver {
public:
    void on_phase(std::string_view phase) override {
        if (phase == "training") start_seconds = seconds_since(begin_);
    }
    void on_start(const RunHeader& given) override { header = given; }
    void on_epoch(const EpochReport& report) override {
        if (report.metrics.epoch == 0) first_evaluation_seconds = report.metrics.time_s;
        last = report.metrics;
    }

    RunHeader header;
    double start_seconds = 0.0;
    double first_evaluation_seconds = 0.0;
    EpochMetrics last;

private:
    Clock::time_point begin_ = Clock::now();
};

/// Stops its run as soon as the first step has ended.
class FirstStep : public TrainingObserver {
public:
    explicit FirstStep(const std::stop_token& stop) : stop_too_(stop, [this] { source_.request_stop(); }) {}

    void on_step(const StepReport&) override {
        if (seconds == 0.0) seconds = seconds_since(begin_);
        source_.request_stop();
    }
    std::stop_token token() const { return source_.get_token(); }

    double seconds = 0.0;

private:
    Clock::time_point begin_ = Clock::now();
    std::stop_source source_;
    std::stop_callback<std::function<void()>> stop_too_;
};

/// In a run of its own, once, since it takes a whole start and end: a report of each step would slow a round down.
double first_step_seconds(Engine& engine, PreparedExperiment& experiment, const std::stop_token& stop) {
    const std::int64_t usual = std::exchange(experiment.config.evaluation.step_interval, 1);
    FirstStep first(stop);
    engine.train(experiment, first, first.token(), nullptr);
    throw_if_stopped(stop);
    experiment.config.evaluation.step_interval = usual;
    return first.seconds;
}

struct Round {
    Timekeeper times;
    double training = 0.0, evaluation = 0.0, whole_epoch = 0.0;   // images/s
};

Round train_once(Engine& engine, const PreparedExperiment& experiment, const std::stop_token& stop) {
    Round round;
    engine.train(experiment, round.times, stop, nullptr);
    throw_if_stopped(stop);
    const EpochMetrics& last = round.times.last;
    const auto epochs = static_cast<double>(last.epoch);
    const double train_images = epochs * static_cast<double>(experiment.train.size());
    const double all_images = train_images + epochs * static_cast<double>(experiment.test.size());
    const double seconds = last.time_s - round.times.first_evaluation_seconds;
    round.training = train_images / last.train_time_s;
    round.evaluation = all_images / (seconds - last.train_time_s);
    round.whole_epoch = train_images / seconds;
    return round;
}

/// All the numbers of one kind, a round each.
struct Columns {
    std::vector<double> training, evaluation, whole_epoch, step_seconds, start_seconds, limit, share, copying;
};

ExperimentConfig for_measuring(ExperimentConfig config, std::int64_t epochs) {
    config.name = "benchmark";
    config.training.epochs = epochs;
    config.training.stop_when_fitted = false;
    config.training.early_stopping.patience = 0;
    config.checkpoint.every_epochs = 0;
    config.checkpoint.every_minutes = 0.0;
    config.evaluation.every_epochs = 1;
    config.data.validation_fraction = 0.0;
    config.corruption = {};   // the labels are random as they are
    return config;
}

/// Enough whole batches for `seconds` at `rate`, and how often they are gone through.
std::pair<std::int64_t, std::int64_t> images_and_epochs(double rate, double seconds, std::int64_t batch) {
    const double wanted = rate * seconds;
    const auto batches = static_cast<std::int64_t>(std::llround(wanted / static_cast<double>(batch)));
    const std::int64_t most = std::max<std::int64_t>(2, most_images / batch);
    const std::int64_t images = std::clamp<std::int64_t>(batches, 2, most) * batch;
    return {images, std::max<std::int64_t>(1, std::llround(wanted / static_cast<double>(images)))};
}

}   // namespace

Spread spread_of(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    const double median = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
    return {.median = median, .least = values.front(), .most = values.back()};
}

std::int64_t training_multiply_adds(const ModelDescription& model) {
    if (model.layers.empty()) return 3 * model.multiply_adds;
    return 3 * model.multiply_adds - model.layers.front().multiply_adds;
}

Benchmark run_benchmark(Engine& engine, ExperimentConfig config, const BenchmarkOptions& options, std::stop_token stop) {
    config = for_measuring(std::move(config), 1);
    const std::int64_t batch = config.training.batch_size;
    const PreparedExperiment first = random_experiment(config, warm_up_batches * batch);
    train_once(engine, first, stop);   // thread pools, code caches, the heap's first growth
    const auto [images, epochs] = images_and_epochs(train_once(engine, first, stop).training, options.seconds, batch);
    PreparedExperiment experiment = random_experiment(for_measuring(config, epochs), images);
    const ModelDescription model = engine.describe_model(config.model, experiment.shape(), experiment.classes());
    const std::int64_t multiply_adds = training_multiply_adds(model);

    Columns columns;
    std::optional<RunHeader> header;
    MachineLimit before = engine.measure_limit(config);
    for (int number = 0; number < options.rounds; ++number) {
        const Round round = train_once(engine, experiment, stop);
        const MachineLimit after = engine.measure_limit(config);
        const double limit = (before.multiply_adds_per_second + after.multiply_adds_per_second) / 2.0;
        header = round.times.header;
        columns.training.push_back(round.training);
        columns.evaluation.push_back(round.evaluation);
        columns.whole_epoch.push_back(round.whole_epoch);
        columns.step_seconds.push_back(static_cast<double>(batch) / round.training);
        columns.start_seconds.push_back(round.times.start_seconds);
        columns.limit.push_back(limit);
        columns.share.push_back(round.training * static_cast<double>(multiply_adds) / limit);
        columns.copying.push_back((before.copied_bytes_per_second + after.copied_bytes_per_second) / 2.0);
        before = after;
    }
    return {.device = header->device,
            .device_name = header->device_name,
            .precision = header->precision,
            .threads = header->threads,
            .parameters = model.parameters,
            .multiply_adds = multiply_adds,
            .batch_size = batch,
            .images = images,
            .epochs = epochs,
            .training = spread_of(columns.training),
            .evaluation = spread_of(columns.evaluation),
            .whole_epoch = spread_of(columns.whole_epoch),
            .step_seconds = spread_of(columns.step_seconds),
            .start_seconds = spread_of(columns.start_seconds),
            .first_step_seconds = spread_of({first_step_seconds(engine, experiment, stop)}),
            .limit = spread_of(columns.limit),
            .share = spread_of(columns.share),
            .copying = spread_of(columns.copying)};
}

}   // namespace overfit
