#include "core/benchmark/random_experiment.h"
#include "core/experiment/memory_check.h"
#include "core/support/error.h"
#include "core/support/memory_limit.h"
#include "tests/fakes/fake_engine.h"

#include <QTest>

using namespace overfit;

namespace {

/// Describes a network of so many parameters, on a machine with or without a GPU.
class SizedNetwork : public fakes::FakeEngine {
public:
    SizedNetwork(std::int64_t parameters, bool with_gpu) : parameters_(parameters), with_gpu_(with_gpu) {}

    EngineInfo info() override {
        EngineInfo info = FakeEngine::info();
        if (with_gpu_) info.devices.push_back({"cuda:0", "a fake", 0});
        return info;
    }
    ModelDescription describe_model(const ModelConfig&, const ImageShape&, int) override {
        return {.parameters = parameters_, .multiply_adds = 1, .layers = {}};
    }

private:
    std::int64_t parameters_;
    bool with_gpu_;
};

PreparedExperiment experiment_on(const char* device, double momentum) {
    ExperimentConfig config;
    config.data.dataset = "mnist";
    config.device = device;
    config.training.momentum = momentum;
    return random_experiment(config, 100);
}

bool is_refused(std::int64_t parameters, const char* device, bool with_gpu, double momentum = 0.9) {
    SizedNetwork engine(parameters, with_gpu);
    try {
        require_memory(engine, experiment_on(device, momentum));
        return false;
    } catch (const UsageError&) {
        throw;
    } catch (const Error&) {
        return true;
    }
}

}   // namespace

class TestMemoryCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A weight takes 4 bytes, its momentum as many, and both lie there three times while a checkpoint is written.
    void aNetworkFitsUpToTheMemoryThatMayBeUsed() {
        const auto all = static_cast<std::int64_t>(memory_limit());
        QVERIFY(!is_refused(all / 25, "cpu", false));
        QVERIFY(is_refused(all / 23, "cpu", false));
        QVERIFY(!is_refused(all / 23, "cpu", false, 0.0));
        QVERIFY(!is_refused(1'000'000, "auto", false));
        QVERIFY(is_refused(all, "auto", false));
    }

    void aGpuTellsItself() {
        const auto all = static_cast<std::int64_t>(memory_limit());
        QVERIFY(!is_refused(all, "cuda", true));
        QVERIFY(!is_refused(all, "auto", true));
        QVERIFY(is_refused(all, "cpu", true));
    }

    void runsAtOnceTakeTheirMemoryEach() {
        SizedNetwork engine(static_cast<std::int64_t>(memory_limit()) / 50, false);
        require_memory(engine, experiment_on("cpu", 0.9));
        try {
            require_memory(engine, experiment_on("cpu", 0.9), 3);
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("networks of 3 runs at once"), error.what());
        }
    }

    void theRefusalSaysHowMuchAndWhatToDo() {
        SizedNetwork engine(std::int64_t{1} << 50, false);
        try {
            require_memory(engine, experiment_on("cpu", 0.9));
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            const QString told = error.what();
            QVERIFY2(told.contains("GB of memory") && told.contains("GB may be used here"), error.what());
            QVERIFY2(told.contains("training.batch_size"), error.what());
        }
    }
};

QTEST_APPLESS_MAIN(TestMemoryCheck)
#include "test_memory_check.moc"
