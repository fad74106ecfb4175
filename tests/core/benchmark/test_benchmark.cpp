#include "core/benchmark/benchmark.h"
#include "core/benchmark/benchmark_nets.h"
#include "core/benchmark/random_experiment.h"
#include "core/support/error.h"
#include "core/support/stopped.h"
#include "tests/fakes/fake_engine.h"

#include <QTest>

using namespace overfit;

namespace {

ExperimentConfig mnist_config() {
    ExperimentConfig config;
    config.data.dataset = "mnist";
    config.training.batch_size = 50;
    config.training.epochs = 300;
    return config;
}

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
