#include "core/benchmark/benchmark_round.h"

#include "core/support/stopped.h"

#include <algorithm>
#include <barrier>
#include <chrono>
#include <exception>
#include <thread>
#include <vector>

namespace overfit {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

/// What a run tells of its own times.
class Timekeeper : public TrainingObserver {
public:
    /// all_ready: null where there is nobody to wait for.
    explicit Timekeeper(std::barrier<>* all_ready) : all_ready_(all_ready) {}

    void on_phase(std::string_view phase) override {
        if (phase == "training") start_seconds = seconds_since(begin_);
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
        const Clock::time_point from = Clock::now();
        all_ready_->arrive_and_wait();
        before_first_step += seconds_since(from);
    }

    std::barrier<>* all_ready_;
    Clock::time_point begin_ = Clock::now();
    bool ready_ = false;
};

void add_rates(BenchmarkRound& round, const PreparedExperiment& experiment, const Timekeeper& run) {
    const auto epochs = static_cast<double>(run.last.epoch);
    const double train_images = epochs * static_cast<double>(experiment.train.size());
    const double all_images = train_images + epochs * static_cast<double>(experiment.test.size());
    const double seconds = run.last.time_s - run.before_first_step;
    round.training += train_images / run.last.train_time_s;
    round.evaluation += all_images / (seconds - run.last.train_time_s);
    round.whole_epoch += train_images / seconds;
    round.start_seconds = std::max(round.start_seconds, run.start_seconds);
    round.header = run.header;
}

}   // namespace

BenchmarkRound train_round(Engine& engine, const PreparedExperiment& experiment, int at_once, const std::stop_token& stop) {
    std::barrier all_ready(at_once);
    std::vector<Timekeeper> runs(static_cast<std::size_t>(at_once), Timekeeper(at_once > 1 ? &all_ready : nullptr));
    std::vector<std::exception_ptr> failures(runs.size());
    const auto train = [&](std::size_t run) {
        try {
            engine.train(experiment, runs[run], stop, nullptr);
        } catch (...) {
            failures[run] = std::current_exception();
        }
        runs[run].leave();
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t run = 1; run < runs.size(); ++run) others.emplace_back(train, run);
        train(0);   // here: threads and memory of the rounds before are used again
    }
    for (const std::exception_ptr& failure : failures) {
        if (failure) std::rethrow_exception(failure);
    }
    throw_if_stopped(stop);
    BenchmarkRound round;
    for (const Timekeeper& run : runs) add_rates(round, experiment, run);
    return round;
}

}   // namespace overfit
