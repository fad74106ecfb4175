#include "core/benchmark/device_check.h"
#include "core/benchmark/random_experiment.h"
#include "core/benchmark/training_trace.h"
#include "core/support/stopped.h"
#include "tests/fakes/fake_engine.h"

#include <QTest>
#include <cmath>

using namespace overfit;

namespace {

/// Tells every loss times `factor`, and weights with it, of the runs that `touches` chooses.
class FaultyEngine : public fakes::FakeEngine {
public:
    FaultyEngine(double factor, std::function<bool(const ExperimentConfig&)> touches)
        : factor_(factor), touches_(std::move(touches)) {}

    RunSummary train(const PreparedExperiment& experiment, TrainingObserver& observer, std::stop_token stop,
                     const Checkpoint* resume) override {
        if (!touches_(experiment.config)) return FakeEngine::train(experiment, observer, stop, resume);
        Fault fault(observer, factor_);
        return FakeEngine::train(experiment, fault, stop, resume);
    }

private:
    class Fault : public TrainingObserver {
    public:
        Fault(TrainingObserver& observer, double factor) : observer_(observer), factor_(factor) {}
        void on_phase(std::string_view phase) override { observer_.on_phase(phase); }
        void on_start(const RunHeader& header) override { observer_.on_start(header); }
        void on_step(const StepReport& given) override {
            StepReport report = given;
            report.running_loss *= factor_;
            observer_.on_step(report);
        }
        void on_epoch(const EpochReport& report) override { observer_.on_epoch(report); }
        void on_checkpoint(const Checkpoint& checkpoint) override { observer_.on_checkpoint(checkpoint); }

    private:
        TrainingObserver& observer_;
        double factor_;
    };

    double factor_;
    std::function<bool(const ExperimentConfig&)> touches_;
};

std::string state_of(const std::vector<MachineCheck>& checks, const std::string& subject) {
    for (const MachineCheck& check : checks) {
        if (check.subject == subject) return std::string(health_word(check.health)) + " " + check.state;
    }
    return "no such line";
}

int broken(const std::vector<MachineCheck>& checks) {
    return static_cast<int>(
        std::ranges::count_if(checks, [](const MachineCheck& check) { return check.health == Health::Broken; }));
}

TrainingTrace sample_trace() {
    fakes::FakeEngine engine;
    ExperimentConfig config;
    config.data.dataset = "cifar10";
    config.training.epochs = 2;
    return trace_training(engine, random_experiment(config, 256));
}

float& first_weight(TrainingTrace& trace) { return *reinterpret_cast<float*>(trace.end.weights.front().bytes.data()); }

}   // namespace

class TestDeviceCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTraceHasEveryStepAndTheEnd() {
        const TrainingTrace trace = sample_trace();
        QCOMPARE(trace.losses.size(), std::size_t{4});
        QCOMPARE(trace.last.epoch, std::int64_t{2});
        QCOMPARE(trace.end.step, std::int64_t{4});
        QCOMPARE(trace.header.device, std::string("cpu"));
    }

    void equalTracesLieNowhereApart() { QCOMPARE(distance(sample_trace(), sample_trace()).largest(), 0.0); }

    void distancesAreRelative() {
        const TrainingTrace expected = sample_trace();
        TrainingTrace found = expected;
        found.losses[1] *= 1.01;
        found.last.test_loss = *found.last.test_loss * 0.98;
        first_weight(found) += 1.0F;   // of 4, 5, 6, 7, 8, 9
        const TraceDistance apart = distance(expected, found);
        QVERIFY(std::abs(apart.losses - 0.01) < 1e-9);
        QVERIFY(std::abs(apart.evaluation - 0.02) < 1e-9);
        QVERIFY(std::abs(apart.weights - 1.0 / std::sqrt(271.0)) < 1e-9);
        QCOMPARE(apart.largest(), apart.weights);
    }

    void whatCannotBeComparedIsInfinitelyFar_data() {
        QTest::addColumn<int>("change");
        for (const char* name : {"a loss is NaN", "a step is missing", "no evaluation", "another shape", "a weight is NaN",
                                 "another counter"}) {
            static int change = 0;
            QTest::newRow(name) << change++;
        }
    }
    void whatCannotBeComparedIsInfinitelyFar() {
        QFETCH(int, change);
        TrainingTrace expected = sample_trace(), found = expected;
        const NamedArray counter{.name = "counter", .dtype = "I64", .shape = {}, .bytes = std::vector<std::byte>(8)};
        switch (change) {
            case 0: found.losses.back() = std::nan(""); break;
            case 1: found.losses.pop_back(); break;
            case 2: found.last.test_loss.reset(); break;
            case 3: found.end.weights.front().shape = {3, 2}; break;
            case 4: first_weight(found) = std::nanf(""); break;
            default:
                expected.end.weights.push_back(counter);
                found.end.weights.push_back(counter);
                found.end.weights.back().bytes.front() = std::byte{1};
        }
        QVERIFY(std::isinf(distance(expected, found).largest()));
    }

    void anotherNumberOfThreadsStandsInForTheDevice() {
        fakes::FakeEngine engine;
        const auto checks = check_device(engine, "cpu");
        QCOMPARE(broken(checks), 0);
        for (const char* net : {"MLP", "Wide ResNet 10-1"}) {
            for (const char* what : {"fp32", "tf32", "bf16", "fp16"}) {
                const std::string state = state_of(checks, std::string("cpu, ") + net + ", " + what);
                QVERIFY2(state.starts_with("ok 20 steps against "), state.c_str());
            }
            const std::string speed = state_of(checks, std::string("cpu, ") + net + ", speed");
            // The fake says that a step of 64 images takes 10 ms.
            QCOMPARE(speed, std::string("ok 6,400 images/s in fp32; the CPU with 1 thread: 6,400"));
        }
    }

    void aDeviceThatTrainsToOtherLossesIsBroken() {
        FaultyEngine engine(1.001, [](const ExperimentConfig& config) { return config.threads == 1; });
        const auto checks = check_device(engine, "cpu");
        QCOMPARE(broken(checks), 2);
        const std::string state = state_of(checks, "cpu, MLP, fp32");
        QVERIFY2(state.starts_with("BROKEN") && state.find("losses 1e-03") != std::string::npos, state.c_str());
        for (const MachineCheck& check : checks) QCOMPARE(check.remedy.empty(), check.health == Health::Works);
    }

    void reducedPrecisionMayDifferByLittleOnly() {
        const auto in_bf16 = [](const ExperimentConfig& config) { return config.precision == Precision::Bf16; };
        FaultyEngine close(1.01, in_bf16), far(1.1, in_bf16);
        QCOMPARE(broken(check_device(close, "cpu")), 0);
        const auto checks = check_device(far, "cpu");
        QCOMPARE(broken(checks), 2);
        QVERIFY(state_of(checks, "cpu, MLP, bf16").starts_with("BROKEN"));
        QVERIFY(state_of(checks, "cpu, MLP, fp16").starts_with("ok"));
    }

    void aLossThatDoesNotFallIsBrokenThoughBothAgree() {
        FaultyEngine engine(-1.0, [](const ExperimentConfig&) { return true; });
        const auto checks = check_device(engine, "cpu");
        QVERIFY(broken(checks) > 0);
        const std::string state = state_of(checks, "cpu, MLP, fp32");
        QVERIFY2(state.ends_with("the loss does not fall"), state.c_str());
    }

    void aTrainingThatFailsIsARowAndTheOthersGoOn() {
        fakes::FakeEngine engine({.fail_at_step = 3});
        const auto checks = check_device(engine, "cpu");
        QCOMPARE(checks.size(), std::size_t{2});   // one a network
        QCOMPARE(broken(checks), 2);
        QVERIFY(checks.front().state.find("failed at step 3") != std::string::npos);
        QVERIFY(!checks.front().remedy.empty());
    }

    void aDeviceThatIsNotThereIsToldWithWhatToDo() {
        fakes::FakeEngine engine;
        const auto checks = check_device(engine, "cuda:1");
        QCOMPARE(checks.size(), std::size_t{1});
        QCOMPARE(checks.front().health, Health::Broken);
        QCOMPARE(checks.front().state, std::string("a fake has no cuda:1"));
        QVERIFY(checks.front().remedy.find("OVERFIT_CUDA=yes packaging/setup") != std::string::npos);
    }

    void aStopEndsIt() {
        fakes::FakeEngine engine;
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Stopped, check_device(engine, "cpu", stop.get_token()));
    }
};

QTEST_GUILESS_MAIN(TestDeviceCheck)
#include "test_device_check.moc"
