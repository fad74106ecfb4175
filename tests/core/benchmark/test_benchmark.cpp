#include "core/benchmark/benchmark.h"
#include "core/benchmark/benchmark_nets.h"
#include "core/benchmark/benchmark_round.h"
#include "core/benchmark/random_experiment.h"
#include "core/support/error.h"
#include "core/support/stopped.h"
#include "tests/fakes/fake_engine.h"

#include <QTest>
#include <atomic>
#include <fstream>
#include <functional>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace overfit;

namespace {

ExperimentConfig mnist_config() {
    ExperimentConfig config;
    config.data.dataset = "mnist";
    config.training.batch_size = 50;
    config.training.epochs = 300;
    return config;
}

/// Remembers what a run and the measurement of the limit were configured with.
class ThreadWatcher : public fakes::FakeEngine {
public:
    MachineLimit measure_limit(const ExperimentConfig& config) override {
        limit_with = config.threads;
        return FakeEngine::measure_limit(config);
    }
    RunSummary train(const PreparedExperiment& experiment, TrainingObserver& observer, std::stop_token stop,
                     const Checkpoint* resume) override {
        {
            const std::scoped_lock lock(mutex_);
            trained_with = experiment.config.threads;
        }
        return FakeEngine::train(experiment, observer, std::move(stop), resume);
    }

    std::optional<std::int64_t> limit_with, trained_with;

private:
    std::mutex mutex_;
};

/// Hands on what a run tells, its clock running at another speed.
class OtherClock : public TrainingObserver {
public:
    OtherClock(TrainingObserver& observer, double speed) : observer_(observer), speed_(speed) {}

    void on_phase(std::string_view phase) override { observer_.on_phase(phase); }
    void on_start(const RunHeader& header) override { observer_.on_start(header); }
    void on_step(const StepReport& report) override { observer_.on_step(report); }
    void on_epoch(const EpochReport& report) override {
        EpochReport told = report;
        told.metrics.time_s *= speed_;
        told.metrics.train_time_s *= speed_;
        observer_.on_epoch(told);
    }

private:
    TrainingObserver& observer_;
    double speed_;
};

/// Counts its runs, each of which tells a clock of its own.
class NumberedRuns : public fakes::FakeEngine {
public:
    /// speed: of the clock of a run, by its number from 0; may throw.
    explicit NumberedRuns(std::function<double(int)> speed = [](int) { return 1.0; }) : speed_(std::move(speed)) {}

    RunSummary train(const PreparedExperiment& experiment, TrainingObserver& observer, std::stop_token stop,
                     const Checkpoint* resume) override {
        OtherClock clock(observer, speed_(calls++));
        return FakeEngine::train(experiment, clock, std::move(stop), resume);
    }

    std::atomic<int> calls = 0;

private:
    std::function<double(int)> speed_;
};

/// Notes whether memory was kept while each run trained.
class MemoryWatcher : public fakes::FakeEngine {
public:
    std::shared_ptr<void> keep_memory() override {
        const auto kept = std::make_shared<int>();
        kept_ = kept;
        return kept;
    }
    RunSummary train(const PreparedExperiment& experiment, TrainingObserver& observer, std::stop_token stop,
                     const Checkpoint* resume) override {
        ++runs;
        if (!kept_.expired()) ++with_memory;
        return FakeEngine::train(experiment, observer, std::move(stop), resume);
    }
    bool keeps() const { return !kept_.expired(); }

    int runs = 0, with_memory = 0;

private:
    std::weak_ptr<void> kept_;
};

/// Describes a network that no machine has room for.
class HugeNetwork : public NumberedRuns {
public:
    ModelDescription describe_model(const ModelConfig&, const ImageShape&, int) override {
        return {.parameters = std::int64_t{1} << 50, .multiply_adds = 1, .layers = {}};
    }
};

/// While it lives, the stack of one more thread has room in this process, that of a second one not.
class RoomForOneThread {
public:
    RoomForOneThread() {
        constexpr std::size_t stack = std::size_t{1} << 30;
        std::size_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;   // of address space, in use
        const std::size_t used = pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        done_ = used > 0 && getrlimit(RLIMIT_AS, &before_) == 0 && pthread_getattr_default_np(&usual_) == 0;
        pthread_attr_t large;
        rlimit limit = before_;
        limit.rlim_cur = used + stack + stack / 2;
        done_ = done_ && pthread_getattr_default_np(&large) == 0 && pthread_attr_setstacksize(&large, stack) == 0 &&
                pthread_setattr_default_np(&large) == 0 && setrlimit(RLIMIT_AS, &limit) == 0;
    }
    ~RoomForOneThread() {
        setrlimit(RLIMIT_AS, &before_);
        pthread_setattr_default_np(&usual_);
    }
    RoomForOneThread(const RoomForOneThread&) = delete;
    RoomForOneThread& operator=(const RoomForOneThread&) = delete;

    bool isThere() const { return done_; }

private:
    rlimit before_{};
    pthread_attr_t usual_{};
    bool done_ = false;
};

}   // namespace

class TestBenchmark : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dataHasTheSizeOfTheDataSetWithoutAFile() {
        ExperimentConfig config = mnist_config();
        config.data.crop = 24;
        const PreparedExperiment experiment = random_experiment(config, 100);
        QCOMPARE(experiment.train.size(), std::size_t{100});
        QCOMPARE(experiment.test.size(), std::size_t{20});
        QCOMPARE(experiment.classes(), 10);
        QCOMPARE(experiment.shape().channels, 1);
        QCOMPARE(experiment.shape().height, 24);
        QCOMPARE(experiment.train.images.pixels.size(), std::size_t{100 * 24 * 24});
        QCOMPARE(random_experiment(config, 100).train.images.pixels, experiment.train.images.pixels);
    }

    void dataOfUnknownSizeIsRefused() {
        ExperimentConfig config = mnist_config();
        config.data.dataset = "image-folder";
        QVERIFY_EXCEPTION_THROWN(random_experiment(config, 100), UsageError);
    }

    void theGradientOfTheImagesCountsForNothing() {
        const ModelDescription model{.parameters = 0,
                                     .multiply_adds = 120,
                                     .layers = {{.name = "fc1", .output_shape = {}, .parameters = 0, .multiply_adds = 100},
                                                {.name = "fc", .output_shape = {}, .parameters = 0, .multiply_adds = 20}}};
        QCOMPARE(training_multiply_adds(model), std::int64_t{3 * 120 - 100});
    }

    // The fake says that a step takes 10 ms and that an epoch's line comes 12 ms a step after the start: 2 ms of it are
    // evaluation. So the rates are known whatever this machine does.
    void ratesComeFromTheTimesThatTheRunTells() {
        fakes::FakeEngine engine;
        const Benchmark benchmark = run_benchmark(engine, mnist_config(), {.rounds = 3, .seconds = 0.1});
        QCOMPARE(benchmark.images, std::int64_t{500});   // 0.1 s at 5,000 images/s
        QCOMPARE(benchmark.epochs, std::int64_t{1});
        QVERIFY2(qAbs(benchmark.training.median - 5000.0) < 1e-6, qPrintable(QString::number(benchmark.training.median)));
        QVERIFY(qAbs(benchmark.step_seconds.median - 0.01) < 1e-9);
        QVERIFY(qAbs(benchmark.whole_epoch.median - 500 / 0.12) < 1e-6);
        QVERIFY(qAbs(benchmark.evaluation.median - 600 / 0.02) < 1e-6);
        QVERIFY(qAbs(benchmark.share.median - 5000.0 * static_cast<double>(benchmark.multiply_adds) / 1e9) < 1e-9);
        QCOMPARE(benchmark.device_name, std::string("a fake"));
    }

    // Clocks of the fakes know nothing of the waiting for each other, a small part of a round of 120 ms.
    void ratesOfRunsAtOnceCountAllOfThem() {
        std::atomic<std::int64_t> steps = 0;
        fakes::FakeEngine engine({.on_step = [&](std::int64_t) { ++steps; }});
        const Benchmark benchmark = run_benchmark(engine, mnist_config(), {.rounds = 3, .seconds = 0.1, .at_once = 4});
        QCOMPARE(benchmark.at_once, 4);
        QCOMPARE(benchmark.images, std::int64_t{500});   // of each
        QVERIFY(qAbs(benchmark.training.median - 4 * 5000.0) < 1e-6);
        QVERIFY(qAbs(benchmark.step_seconds.median - 0.01) < 1e-9);
        QVERIFY2(qAbs(benchmark.whole_epoch.median / (4 * 500 / 0.12) - 1.0) < 0.1,
                 qPrintable(QString::number(benchmark.whole_epoch.median)));
        QCOMPARE(steps.load(), std::int64_t{4 * (4 + 4 + 3 * 10) + 1});
    }

    // What the fast run would do alone, once the slow one had ended, is no throughput of two runs.
    void theSlowestOfRunsAtOnceSetsTheRates() {
        NumberedRuns engine([](int run) { return run % 2 == 0 ? 1.0 : 3.0; });
        const Benchmark benchmark = run_benchmark(engine, mnist_config(), {.rounds = 1, .seconds = 0.1, .at_once = 2});
        QVERIFY2(qAbs(benchmark.training.median / (2 * 5000.0 / 3.0) - 1.0) < 1e-9,
                 qPrintable(QString::number(benchmark.training.median)));
        QVERIFY(benchmark.whole_epoch.median < benchmark.training.median);
    }

    /// The second run waits for the others when the third one finds no thread.
    void runsThatGetNoThreadKeepNobodyWaiting() {
        NumberedRuns engine;
        const RoomForOneThread room;
        QVERIFY(room.isThere());
        try {
            run_benchmark(engine, mnist_config(), {.rounds = 1, .seconds = 0.05, .at_once = 4});
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("no more threads"), error.what());
        }
        QCOMPARE(engine.calls.load(), 1);
    }

    void runsAtOnceDivideTheThreads_data() {
        QTest::addColumn<int>("at_once");
        QTest::addColumn<std::optional<std::int64_t>>("given");
        QTest::addColumn<std::optional<std::int64_t>>("each");
        QTest::addColumn<std::optional<std::int64_t>>("limit");   // the fake has 2 threads
        using Threads = std::optional<std::int64_t>;
        QTest::newRow("one run") << 1 << Threads() << Threads() << Threads();
        QTest::newRow("two runs") << 2 << Threads() << Threads(1) << Threads(2);
        QTest::newRow("more runs than threads") << 5 << Threads() << Threads(1) << Threads(2);
        QTest::newRow("as the configuration says") << 2 << Threads(2) << Threads(2) << Threads(2);
    }
    void runsAtOnceDivideTheThreads() {
        QFETCH(int, at_once);
        QFETCH(std::optional<std::int64_t>, given);
        QFETCH(std::optional<std::int64_t>, each);
        QFETCH(std::optional<std::int64_t>, limit);
        ThreadWatcher engine;
        ExperimentConfig config = mnist_config();
        config.threads = given;
        run_benchmark(engine, config, {.rounds = 1, .seconds = 0.05, .at_once = at_once});
        QCOMPARE(engine.trained_with, each);
        QCOMPARE(engine.limit_with, limit);
    }

    void aRunThatFailsKeepsNobodyWaiting() {
        fakes::FakeEngine late({.fail_at_step = 2});
        QVERIFY_EXCEPTION_THROWN(run_benchmark(late, mnist_config(), {.rounds = 1, .seconds = 0.05, .at_once = 3}), Error);
        NumberedRuns early([](int run) -> double {
            if (run == 1) throw Error({.where = "cpu", .problem = "there is not enough memory", .remedy = ""});
            return 1.0;
        });
        QVERIFY_EXCEPTION_THROWN(run_benchmark(early, mnist_config(), {.rounds = 1, .seconds = 0.05, .at_once = 3}), Error);
        QCOMPARE(early.calls.load(), 3);
    }

    void aRunThatFailsEndsTheOthers() {
        std::atomic<std::int64_t> steps = 0;
        class OneFails : public fakes::FakeEngine {
        public:
            explicit OneFails(std::atomic<std::int64_t>& steps)
                : FakeEngine({.per_step = std::chrono::milliseconds(5), .on_step = [&steps](std::int64_t) { ++steps; }}) {}
            RunSummary train(const PreparedExperiment& experiment, TrainingObserver& observer, std::stop_token stop,
                             const Checkpoint* resume) override {
                if (runs_++ == 1) throw Error({.where = "cpu", .problem = "a fault", .remedy = ""});
                return FakeEngine::train(experiment, observer, std::move(stop), resume);
            }

        private:
            std::atomic<int> runs_ = 0;
        } engine(steps);
        ExperimentConfig config = mnist_config();
        config.training.epochs = 1;
        QVERIFY_EXCEPTION_THROWN(train_round(engine, random_experiment(config, 10'000), 3, {}), Error);
        QVERIFY2(steps < 100, qPrintable(QString::number(steps)));   // two whole runs have 400
    }

    void memoryIsKeptFromRoundToRound() {
        MemoryWatcher engine;
        run_benchmark(engine, mnist_config(), {.rounds = 2, .seconds = 0.05});
        QVERIFY(engine.runs >= 4);
        QCOMPARE(engine.with_memory, engine.runs);
        QVERIFY(!engine.keeps());
    }

    void aRunThatDivergesHasNoSpeed_data() {
        QTest::addColumn<int>("at_once");
        QTest::newRow("one run") << 1;
        QTest::newRow("runs at once") << 3;
    }
    void aRunThatDivergesHasNoSpeed() {
        QFETCH(int, at_once);
        fakes::FakeEngine engine({.diverge_at_step = 6});   // after the warm-ups of four
        try {
            run_benchmark(engine, mnist_config(), {.rounds = 1, .seconds = 0.1, .at_once = at_once});
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("diverged"), error.what());
            QVERIFY2(QString(error.what()).contains("learning_rate"), error.what());
        }
    }

    void aNetworkThatCannotFitIsNotBegun() {
        HugeNetwork engine;
        try {
            run_benchmark(engine, mnist_config(), {.rounds = 1, .seconds = 0.1});
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("GB may be used here"), error.what());
        }
        QCOMPARE(engine.calls.load(), 0);
    }

    void eachRoundIsTold() {
        fakes::FakeEngine engine;
        std::vector<int> told;
        run_benchmark(engine, mnist_config(), {.rounds = 3, .seconds = 0.05}, {}, [&](int round) { told.push_back(round); });
        QCOMPARE(told, std::vector<int>({1, 2, 3}));
    }

    void fastDevicesGoThroughTheDataSeveralTimes() {
        fakes::FakeEngine engine;
        const Benchmark benchmark = run_benchmark(engine, mnist_config(), {.rounds = 1, .seconds = 20.0});
        QCOMPARE(benchmark.images, std::int64_t{50'000});
        QCOMPARE(benchmark.epochs, std::int64_t{2});
        QVERIFY(qAbs(benchmark.training.median - 5000.0) < 1e-6);
    }

    void theFirstStepIsTimedFromTheStart() {
        std::int64_t steps = 0;
        fakes::FakeEngine engine({.per_step = std::chrono::milliseconds(20), .on_step = [&](std::int64_t) { ++steps; }});
        const Benchmark benchmark = run_benchmark(engine, mnist_config(), {.rounds = 3, .seconds = 0.1});
        QVERIFY(benchmark.first_step_seconds.least >= 0.02);
        QCOMPARE(steps, std::int64_t{4 + 4 + 3 * 10 + 1});   // two warm-ups, three rounds, and a run of one step
    }

    void aStopEndsTheMeasurement() {
        fakes::FakeEngine engine;
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(run_benchmark(engine, mnist_config(), {}, stop.get_token()), Stopped);
    }

    void everyNetworkIsAValidConfiguration() {
        for (const BenchmarkNet& net : benchmark_nets()) {
            ExperimentConfig config;
            config.data.dataset = "cifar10";
            config.model = net.model;
            require_no_problems(config);
            QCOMPARE(find_benchmark_net(net.name).title, net.title);
        }
    }

    void anUnknownNetworkIsAnsweredWithTheKnownOnes() {
        try {
            find_benchmark_net("vgg");
            QFAIL("nothing was thrown");
        } catch (const UsageError& error) {
            QVERIFY2(QString(error.what()).contains("mlp-1x512"), error.what());
        }
    }
};

QTEST_GUILESS_MAIN(TestBenchmark)
#include "test_benchmark.moc"
