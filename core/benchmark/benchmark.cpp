#include "core/benchmark/benchmark.h"

#include "core/benchmark/benchmark_round.h"
#include "core/benchmark/random_experiment.h"
#include "core/experiment/memory_check.h"
#include "core/support/stopped.h"
#include "core/support/stopwatch.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace overfit {

namespace {

constexpr std::int64_t most_images = 50'000;   // CIFAR-10's: what a round holds in memory; faster devices get more epochs

/// Some batches, as long as they are not too large.
std::int64_t warm_up_images(std::int64_t batch) {
    return std::clamp(most_images / batch, std::int64_t{1}, std::int64_t{4}) * batch;
}

/// Stops its run as soon as the first step has ended.
class FirstStep : public TrainingObserver {
public:
    explicit FirstStep(const std::stop_token& stop) : stop_too_(stop, [this] { source_.request_stop(); }) {
        since_call_.start();
    }

    void on_step(const StepReport&) override {
        if (seconds == 0.0) seconds = since_call_.seconds();
        source_.request_stop();
    }
    std::stop_token token() const { return source_.get_token(); }

    double seconds = 0.0;

private:
    Stopwatch since_call_;
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

Benchmark run_benchmark(Engine& engine, ExperimentConfig config, const BenchmarkOptions& options, std::stop_token stop,
                        const std::function<void(int)>& tell) {
    config = for_measuring(std::move(config), 1);
    const int all_threads = engine.info().threads, at_once = options.at_once;
    if (at_once > 1 && !config.threads) config.threads = std::max(1, all_threads / at_once);
    ExperimentConfig all_runs = config;
    if (at_once > 1) all_runs.threads = std::min<std::int64_t>(all_threads, *config.threads * at_once);
    const std::int64_t batch = config.training.batch_size;
    require_memory(engine, random_experiment(config, 1), at_once);   // before a large batch takes it
    const PreparedExperiment first = random_experiment(config, warm_up_images(batch));
    const auto memory = engine.keep_memory();
    train_round(engine, first, at_once, stop);   // thread pools, code caches, memory
    const auto [images, epochs] =
        images_and_epochs(train_round(engine, first, at_once, stop).training / at_once, options.seconds, batch);
    PreparedExperiment experiment = random_experiment(for_measuring(config, epochs), images);
    const ModelDescription model = engine.describe_model(config.model, experiment.shape(), experiment.classes());
    const std::int64_t multiply_adds = training_multiply_adds(model);

    Columns columns;
    std::optional<RunHeader> header;
    MachineLimit before = engine.measure_limit(all_runs);
    for (int number = 1; number <= options.rounds; ++number) {
        if (tell) tell(number);
        const BenchmarkRound round = train_round(engine, experiment, at_once, stop);
        const MachineLimit after = engine.measure_limit(all_runs);
        const double limit = (before.multiply_adds_per_second + after.multiply_adds_per_second) / 2.0;
        header = round.header;
        columns.training.push_back(round.training);
        columns.evaluation.push_back(round.evaluation);
        columns.whole_epoch.push_back(round.whole_epoch);
        columns.step_seconds.push_back(static_cast<double>(batch * at_once) / round.training);
        columns.start_seconds.push_back(round.start_seconds);
        columns.limit.push_back(limit);
        columns.share.push_back(round.training * static_cast<double>(multiply_adds) / limit);
        columns.copying.push_back((before.copied_bytes_per_second + after.copied_bytes_per_second) / 2.0);
        before = after;
    }
    return {.device = header->device,
            .device_name = header->device_name,
            .device_note = header->device_note,
            .precision = header->precision,
            .threads = header->threads,
            .at_once = at_once,
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
