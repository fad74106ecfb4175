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

bool same_weights(const Checkpoint& left, const Checkpoint& right) {
    return std::ranges::equal(left.weights, right.weights, [](const NamedArray& a, const NamedArray& b) {
        return a.name == b.name && a.bytes == b.bytes;
    });
}

}   // namespace

class TestRunsAtOnce : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { qunsetenv("OVERFIT_CUDA_GRAPHS"); }

    void eachOneEqualsTheSameRunAlone_data() {
        QTest::addColumn<QByteArray>("graphs");
        QTest::newRow("operation by operation") << QByteArray("off");
        QTest::newRow("replayed") << QByteArray("on");
    }
    void eachOneEqualsTheSameRunAlone() {
        QFETCH(QByteArray, graphs);
        const std::vector<PreparedExperiment> experiments = experiments_at_once();
        NEEDS_DEVICE(experiments.front().config);
        qputenv("OVERFIT_CUDA_GRAPHS", graphs);
        for (int round = 0; round < (tests_the_cpu() ? 1 : 3);
             ++round) {   // later rounds find streams and memory of the earlier ones
            const std::vector<Traced> at_once = traced_at_once(experiments);
            for (std::size_t run = 0; run < experiments.size(); ++run) {
                if (at_once[run].failure) std::rethrow_exception(at_once[run].failure);
                const TrainingTrace alone = trace_training(engine(), experiments[run]);
                QCOMPARE(at_once[run].trace.losses, alone.losses);
                QVERIFY(same_weights(at_once[run].trace.end, alone.end));
                QCOMPARE(at_once[run].trace.last.test_loss, alone.last.test_loss);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestRunsAtOnce)
#include "test_runs_at_once.moc"
