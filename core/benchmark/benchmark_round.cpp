#include "core/benchmark/benchmark_round.h"

#include "core/support/error.h"
#include "core/support/stopped.h"
#include "core/support/stopwatch.h"

#include <algorithm>
#include <barrier>
#include <exception>
#include <string>
#include <thread>
#include <vector>

namespace overfit {

namespace {

/// What a run tells of its own times.
class Timekeeper : public TrainingObserver {
public:
    /// all_ready: null where there is nobody to wait for.
    explicit Timekeeper(std::barrier<>* all_ready) : all_ready_(all_ready) { since_call_.start(); }

    void on_phase(std::string_view phase) override {
        if (phase == "training") start_seconds = since_call_.seconds();
    }
    void on_start(const RunHeader& given) override { header = given; }
    void on_epoch(const EpochReport& report) override {
        last = report.metrics;
        if (report.metrics.epoch > 0) return;
        before_first_step = last.time_s;
        if (all_ready_ != nullptr) wait_for_the_others();
    }

    /// At the end: a run that never came to its first step keeps nobody waiting.
    void leave() {
        if (all_ready_ != nullptr && !ready_) all_ready_->arrive_and_drop();
    }

    RunHeader header;
    double start_seconds = 0.0;
    double before_first_step = 0.0;   // of the clock of `last`: first evaluation and waiting
    EpochMetrics last;

private:
    void wait_for_the_others() {
        ready_ = true;
        Stopwatch waiting(before_first_step);
        waiting.start();
        all_ready_->arrive_and_wait();
        before_first_step = waiting.seconds();
    }

    std::barrier<>* all_ready_;
    Stopwatch since_call_;
    bool ready_ = false;
};

/// All that the runs have done, in the time of the slowest one: what a faster one would do on its own, once the others have
/// ended, is not counted.
BenchmarkRound round_of(const std::vector<Timekeeper>& runs, const PreparedExperiment& experiment) {
    BenchmarkRound round{.header = runs.front().header};
    double epochs = 0.0, training_seconds = 0.0, evaluation_seconds = 0.0, all_seconds = 0.0;
    for (const Timekeeper& run : runs) {
        const double seconds = run.last.time_s - run.before_first_step;
        epochs += static_cast<double>(run.last.epoch);
        all_seconds = std::max(all_seconds, seconds);
        training_seconds = std::max(training_seconds, run.last.train_time_s);
        evaluation_seconds = std::max(evaluation_seconds, seconds - run.last.train_time_s);
        round.start_seconds = std::max(round.start_seconds, run.start_seconds);
    }
    const double train_images = epochs * static_cast<double>(experiment.train.size());
    const double evaluated_images = train_images + epochs * static_cast<double>(experiment.test.size());
    round.training = train_images / training_seconds;
    round.evaluation = evaluated_images / evaluation_seconds;
    round.whole_epoch = train_images / all_seconds;
    return round;
}

Error no_more_threads(std::size_t runs, const std::string& why) {
    return Error({.where = std::to_string(runs) + " runs at once",
                  .problem = "the system starts no more threads: " + why,
                  .remedy = "train fewer at once, or raise the limit of threads (ulimit -u) or of memory"});
}

/// A run that ends early has trained fewer images than its epochs count.
void require_the_whole_round(const RunSummary& summary) {
    if (summary.reason != StopReason::Diverged) return;
    throw Error({.where = "benchmark",
                 .problem = "the run diverged, so that its speed is not measured: " + summary.explanation,
                 .remedy = "measure with a lower training.learning_rate"});
}

}   // namespace

BenchmarkRound train_round(Engine& engine, const PreparedExperiment& experiment, int at_once, const std::stop_token& stop) {
    std::barrier all_ready(at_once);
    std::vector<Timekeeper> runs(static_cast<std::size_t>(at_once), Timekeeper(at_once > 1 ? &all_ready : nullptr));
    std::vector<std::exception_ptr> failures(runs.size());
    std::stop_source stop_all;
    const std::stop_callback stopped_from_outside(stop, [&] { stop_all.request_stop(); });
    const auto train = [&](std::size_t run) {
        try {
            const RunSummary summary = engine.train(experiment, runs[run], stop_all.get_token(), nullptr);
            require_the_whole_round(summary);
        } catch (...) {
            failures[run] = std::current_exception();
            stop_all.request_stop();
        }
        runs[run].leave();
    };
    {
        // New ones in each round; what LibTorch prepares for a thread is there after the first evaluation, before they meet.
        std::vector<std::jthread> others;
        others.reserve(runs.size());
        try {
            for (std::size_t run = 1; run < runs.size(); ++run) others.emplace_back(train, run);
        } catch (const std::exception& error) {
            stop_all.request_stop();
            runs.front().leave();
            for (std::size_t run = others.size() + 1; run < runs.size(); ++run) runs[run].leave();
            throw no_more_threads(runs.size(), error.what());
        }
        train(0);   // here: threads and memory of the rounds before are used again
    }
    for (const std::exception_ptr& failure : failures) {
        if (failure) std::rethrow_exception(failure);
    }
    throw_if_stopped(stop);
    return round_of(runs, experiment);
}

}   // namespace overfit
