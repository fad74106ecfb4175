// Several runs on one device at the same time: each as if it were alone, replayed as CUDA graphs or not.

#include "tests/engine/gpu/device_under_test.h"

#include <exception>
#include <thread>
#include <vector>

using namespace overfit;

namespace {

std::vector<PreparedExperiment> experiments_at_once() {
    std::vector<PreparedExperiment> experiments;
    for (const char* model : {"mlp", "wide-resnet", "mlp", "small-alexnet"}) {
        ExperimentConfig config = deterministic(gpu_test_config(model_of(model, 10), 28));
        config.seed = experiments.size();
        config.model.dropout = config.model.name == "small-alexnet" ? 0.0 : 0.2;
        experiments.push_back(gpu_test_experiment(config));
    }
    return experiments;
}

struct Traced {
    TrainingTrace trace;
    std::exception_ptr failure;
};

std::vector<Traced> traced_at_once(const std::vector<PreparedExperiment>& experiments) {
    std::vector<Traced> traces(experiments.size());
    std::vector<std::jthread> threads;
    for (std::size_t run = 0; run < experiments.size(); ++run) {
        threads.emplace_back([&, run] {
            try {
                traces[run].trace = trace_training(engine(), experiments[run]);
            } catch (...) {
                traces[run].failure = std::current_exception();
            }
        });
    }
    threads.clear();   // joins
    return traces;
}

}   // namespace

class TestRunsAtOnce : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() {
        qunsetenv("OVERFIT_CUDA_GRAPHS");
        qunsetenv("OVERFIT_CUDA_KERNELS");
    }

    void eachOneEqualsTheSameRunAlone_data() {
        QTest::addColumn<QByteArray>("graphs");
        QTest::addColumn<QByteArray>("kernels");
        QTest::newRow("operation by operation") << QByteArray("off") << QByteArray("off");
        QTest::newRow("replayed") << QByteArray("on") << QByteArray("off");
        QTest::newRow("replayed, with our kernels") << QByteArray("on") << QByteArray("on");
    }
    void eachOneEqualsTheSameRunAlone() {
        QFETCH(QByteArray, graphs);
        QFETCH(QByteArray, kernels);
        const std::vector<PreparedExperiment> experiments = experiments_at_once();
        NEEDS_DEVICE(experiments.front().config);
        qputenv("OVERFIT_CUDA_GRAPHS", graphs);
        qputenv("OVERFIT_CUDA_KERNELS", kernels);
        const int rounds = tests_the_cpu() ? 1 : 3;   // later ones find streams and memory of the earlier ones
        for (int round = 0; round < rounds; ++round) {
            const std::vector<Traced> at_once = traced_at_once(experiments);
            for (std::size_t run = 0; run < experiments.size(); ++run) {
                if (at_once[run].failure) std::rethrow_exception(at_once[run].failure);
                const TrainingTrace alone = trace_training(engine(), experiments[run]);
                QCOMPARE(at_once[run].trace.losses, alone.losses);
                QVERIFY(same_bits(at_once[run].trace.end.weights, alone.end.weights));
                QCOMPARE(at_once[run].trace.last.test_loss, alone.last.test_loss);
            }
        }
    }

    /// LibTorch lends 32 streams. Runs that find none are trained operation by operation on the default one, and say so.
    void moreRunsThanStreamsTrainToo() {
        ExperimentConfig config = deterministic(gpu_test_config(model_of("mlp", 10)));
        config.threads = 1;
        NEEDS_DEVICE(config);
        qputenv("OVERFIT_CUDA_GRAPHS", "on");
        const std::vector<Traced> at_once = traced_at_once(std::vector(40, gpu_test_experiment(config)));
        int without_stream = 0;
        for (const Traced& run : at_once) {
            if (run.failure) std::rethrow_exception(run.failure);
            QCOMPARE(run.trace.losses, at_once.front().trace.losses);
            QVERIFY(same_bits(run.trace.end.weights, at_once.front().trace.end.weights));
            const bool told = run.trace.header.device_note.find("all streams of the device are in use") != std::string::npos;
            without_stream += told ? 1 : 0;
        }
        qInfo("%d of %d runs found no stream", without_stream, static_cast<int>(at_once.size()));
        QVERIFY(without_stream <= 40 - 32);
    }
};

QTEST_GUILESS_MAIN(TestRunsAtOnce)
#include "test_runs_at_once.moc"
