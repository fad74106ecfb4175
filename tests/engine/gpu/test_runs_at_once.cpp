// Several runs on one device at the same time: each as if it were alone, replayed as CUDA graphs or not.

#include "tests/engine/gpu/device_under_test.h"

#include <barrier>
#include <exception>
#include <thread>
#include <utility>
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

/// A run that meets the others as soon as it has its stream.
class MetRun : public TrainingObserver {
public:
    explicit MetRun(std::barrier<>& all_have_begun) : all_have_begun_(all_have_begun) {}

    void train(const PreparedExperiment& experiment) {
        try {
            engine().train(experiment, *this, {}, nullptr);
        } catch (...) {
            failure = std::current_exception();
        }
        if (!has_met_) all_have_begun_.arrive_and_drop();
    }

    void on_phase(std::string_view) override {
        if (!std::exchange(has_met_, true)) all_have_begun_.arrive_and_wait();
    }
    void on_start(const RunHeader& given) override { header = given; }
    void on_checkpoint(const Checkpoint& checkpoint) override { end = checkpoint; }

    RunHeader header;
    Checkpoint end;
    std::exception_ptr failure;

private:
    std::barrier<>& all_have_begun_;
    bool has_met_ = false;
};

}   // namespace

class TestRunsAtOnce : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachOneEqualsTheSameRunAlone_data() {
        QTest::addColumn<bool>("graphs");
        QTest::addColumn<bool>("kernels");
        QTest::newRow("operation by operation") << false << false;
        QTest::newRow("replayed") << true << false;
        QTest::newRow("replayed, with our kernels") << true << true;
    }
    void eachOneEqualsTheSameRunAlone() {
        QFETCH(bool, graphs);
        QFETCH(bool, kernels);
        const std::vector<PreparedExperiment> experiments = experiments_at_once();
        NEEDS_DEVICE(experiments.front().config);
        const Switch with_graphs("OVERFIT_CUDA_GRAPHS", graphs), with_kernels("OVERFIT_CUDA_KERNELS", kernels);
        const int rounds = tests_the_cpu() ? 1 : 3;   // later ones find streams and memory of the earlier ones
        for (int round = 0; round < rounds; ++round) {
            const std::vector<Traced> at_once = traced_at_once(experiments);
            for (std::size_t run = 0; run < experiments.size(); ++run) {
                if (at_once[run].failure) std::rethrow_exception(at_once[run].failure);
                const TrainingTrace alone = trace_training(engine(), experiments[run]);
                QCOMPARE(is_replayed(at_once[run].trace.header), graphs && !tests_the_cpu());
                QCOMPARE(uses_kernels(at_once[run].trace.header), kernels && !tests_the_cpu());
                QCOMPARE(at_once[run].trace.losses, alone.losses);
                QVERIFY(same_bits(at_once[run].trace.end.weights, alone.end.weights));
                QCOMPARE(at_once[run].trace.last.test_loss, alone.last.test_loss);
            }
        }
    }

    /// LibTorch lends 32 streams. Runs that find none are trained operation by operation on the default one, and say so.
    void moreRunsThanStreamsTrainToo() {
        constexpr int count = 40, streams = 32;
        ExperimentConfig config = deterministic(gpu_test_config(model_of("mlp", 10)));
        config.threads = 1;
        NEEDS_DEVICE(config);
        const Switch with_graphs("OVERFIT_CUDA_GRAPHS", true);
        const PreparedExperiment experiment = gpu_test_experiment(config);
        std::barrier all_have_begun(count);
        std::vector<MetRun> runs(count, MetRun(all_have_begun));
        std::vector<std::jthread> threads;
        threads.reserve(count);
        for (MetRun& run : runs) threads.emplace_back([&] { run.train(experiment); });
        threads.clear();   // joins
        int without_stream = 0;
        for (const MetRun& run : runs) {
            if (run.failure) std::rethrow_exception(run.failure);
            QVERIFY(same_bits(run.end.weights, runs.front().end.weights));
            without_stream += says(run.header, "other runs use all streams of the device") ? 1 : 0;
        }
        QCOMPARE(without_stream, tests_the_cpu() ? 0 : count - streams);
    }
};

QTEST_GUILESS_MAIN(TestRunsAtOnce)
#include "test_runs_at_once.moc"
