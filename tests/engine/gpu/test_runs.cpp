// What runs promise of a GPU: the same bits again, resuming, evaluation, an error instead of an end.

#include "core/benchmark/device_check.h"
#include "tests/engine/gpu/device_under_test.h"

#include <cmath>
#include <optional>

using namespace overfit;

namespace {

/// Stops its run after one of the steps; the checkpoint then lies in `end`.
class StopAfter : public TrainingObserver {
public:
    explicit StopAfter(std::int64_t step) : step_(step) {}
    void on_start(const RunHeader& given) override { header = given; }
    void on_step(const StepReport& report) override {
        losses.push_back(report.running_loss);
        if (report.step == step_) source_.request_stop();
    }
    void on_checkpoint(const Checkpoint& checkpoint) override { end = checkpoint; }

    RunHeader header;
    std::vector<double> losses;
    Checkpoint end;
    std::stop_token token() const { return source_.get_token(); }

private:
    std::int64_t step_;
    std::stop_source source_;
};

StopAfter trained_until(PreparedExperiment experiment, std::int64_t step, std::int64_t step_interval = 1) {
    experiment.config.evaluation.step_interval = step_interval;
    StopAfter observer(step);
    engine().train(experiment, observer, observer.token(), nullptr);
    return observer;
}

/// What no device has the memory for. The CPU's is asked for at once, as weights; a GPU's for the activations of a batch,
/// since weights are drawn on the CPU.
PreparedExperiment too_large() {
    ExperimentConfig config = gpu_test_config(model_of("wide-resnet", 28), 32);
    config.training.batch_size = 20'000;
    config.model.width = 10;
    if (tests_the_cpu()) {
        config = gpu_test_config(model_of("mlp"));
        config.model.hidden = {1'000'000'000'000};
    }
    return random_experiment(config, config.training.batch_size);
}

ExperimentConfig with_dropout(const char* model) {
    ExperimentConfig config = deterministic(gpu_test_config(model_of(model, 10)));
    config.model.dropout = 0.2;
    return config;
}

void add_models() {
    QTest::addColumn<QString>("model");
    for (const char* model : {"mlp", "wide-resnet"}) QTest::newRow(model) << QString(model);
}

}   // namespace

class TestRuns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void deterministicGivesTheSameBitsAgain_data() { add_models(); }
    void deterministicGivesTheSameBitsAgain() {
        QFETCH(QString, model);
        const ExperimentConfig config = with_dropout(qPrintable(model));
        NEEDS_DEVICE(config);
        const PreparedExperiment experiment = gpu_test_experiment(config);
        const TrainingTrace first = trace_training(engine(), experiment), second = trace_training(engine(), experiment);
        QCOMPARE(second.losses, first.losses);
        QVERIFY(same_bits(first.end.weights, second.end.weights));
        QVERIFY(same_bits(first.end.state, second.end.state));

        PreparedExperiment other = experiment;
        ++other.seeds.dropout;
        QVERIFY(trace_training(engine(), other).losses != first.losses);   // the seed is what decides
    }

    void aResumedRunEqualsAnUninterruptedOne_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("step");
        for (const char* model : {"mlp", "wide-resnet"}) {
            QTest::addRow("%s, within an epoch", model) << QString(model) << 7;
            QTest::addRow("%s, at an epoch's end", model) << QString(model) << 10;
        }
    }
    void aResumedRunEqualsAnUninterruptedOne() {
        QFETCH(QString, model);
        QFETCH(int, step);
        const ExperimentConfig config = with_dropout(qPrintable(model));
        NEEDS_DEVICE(config);
        const PreparedExperiment experiment = gpu_test_experiment(config);
        const TrainingTrace whole = trace_training(engine(), experiment);
        const StopAfter before = trained_until(experiment, step);
        QCOMPARE(before.end.step, std::int64_t{step});
        const TrainingTrace after = trace_training(engine(), experiment, {}, &before.end);
        std::vector<double> losses = before.losses;
        losses.insert(losses.end(), after.losses.begin(), after.losses.end());
        QCOMPARE(losses, whole.losses);
        QVERIFY(same_bits(after.end.weights, whole.end.weights));
        QVERIFY(same_bits(after.end.state, whole.end.state));
        QCOMPARE(after.last.test_loss, whole.last.test_loss);
    }

    /// 20 batches an epoch: twice eight of them in one replay each where steps are replayed, then four.
    void stepsTakenTogetherEqualThoseTakenOneByOne() {
        ExperimentConfig config = with_dropout("mlp");
        config.training.batch_size = 8;
        NEEDS_DEVICE(config);
        const PreparedExperiment experiment = gpu_test_experiment(config);
        const auto trained = [&](bool graphs) {
            const Switch with_graphs("OVERFIT_CUDA_GRAPHS", graphs);
            return trained_until(experiment, /*step=*/0, /*step_interval=*/1000);
        };
        const StopAfter one_by_one = trained(false), together = trained(true);
        QCOMPARE(is_replayed(together.header), !tests_the_cpu());
        QCOMPARE(together.end.step, std::int64_t{4 * 20});
        QVERIFY(same_bits(together.end.weights, one_by_one.end.weights));
        QVERIFY(same_bits(together.end.state, one_by_one.end.state));
    }

    // Both evaluate the network that the CPU has trained. One pass forward: 1e-5 is a hundred roundings of fp32.
    void evaluationEqualsTheCpus_data() { add_models(); }
    void evaluationEqualsTheCpus() {
        QFETCH(QString, model);
        const ExperimentConfig config = gpu_test_config(model_of(qPrintable(model), 10));
        NEEDS_DEVICE(config);
        const PreparedExperiment experiment = gpu_test_experiment(config);
        const Checkpoint trained = trained_until(on_the_cpu(experiment), 20).end;   // its evaluation is still to come
        Checkpoint there = trained_until(experiment, 20).end;
        there.weights = trained.weights;
        const TrainingTrace expected = trace_training(engine(), on_the_cpu(experiment), {}, &trained);
        const TrainingTrace found = trace_training(engine(), experiment, {}, &there);
        QVERIFY(found.losses.empty());   // nothing was trained any more
        const double apart = distance(expected, found).evaluation;
        QVERIFY2(apart <= 1e-5, qPrintable(QString::number(apart)));
        // An image between two classes may fall to either side.
        QVERIFY(std::abs(*found.last.train_accuracy - *expected.last.train_accuracy) <= 1.5 / 160);
        QVERIFY(std::abs(*found.last.test_accuracy - *expected.last.test_accuracy) <= 1.5 / 32);
    }

    void tooLittleMemoryIsAnErrorAndTrainingGoesOnAfterwards() {
        const ExperimentConfig config = deterministic(gpu_test_config(model_of("mlp")));
        NEEDS_DEVICE(config);
        const TrainingTrace before = trace_training(engine(), gpu_test_experiment(config));
        try {
            trace_training(engine(), too_large());
            QFAIL("no device has that much memory");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("not enough memory"), error.what());
        }
        const TrainingTrace after = trace_training(engine(), gpu_test_experiment(config));
        QCOMPARE(after.losses, before.losses);
    }
};

QTEST_GUILESS_MAIN(TestRuns)
#include "test_runs.moc"
