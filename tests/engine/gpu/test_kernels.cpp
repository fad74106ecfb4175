// Our own kernels train a GPU to what LibTorch's operations do, also where steps are replayed. On a CPU the variables change
// nothing.

#include "core/benchmark/device_check.h"
#include "tests/engine/gpu/device_under_test.h"

using namespace overfit;

namespace {

TrainingTrace trained(const ExperimentConfig& config, bool kernels, bool graphs) {
    const Switch with_kernels("OVERFIT_CUDA_KERNELS", kernels), with_graphs("OVERFIT_CUDA_GRAPHS", graphs);
    return trace_training(engine(), gpu_test_experiment(config));
}

}   // namespace

class TestKernels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsWithKernelsAgreeWithRunsWithout_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("precision");
        QTest::addColumn<bool>("graphs");
        for (const char* model : {"mlp", "wide-resnet"}) {
            for (const auto& [name, precision] : {std::pair{"fp32", Precision::Fp32}, {"bf16", Precision::Bf16}}) {
                for (const bool graphs : {false, true}) {
                    QTest::addRow("%s, %s%s", model, name, graphs ? ", graphs" : "")
                        << QString(model) << static_cast<int>(precision) << graphs;
                }
            }
        }
    }
    /// The tolerances of the device check; in bf16 an activation that rounds to its neighbour is 2^-8 away, and what lies
    /// beside the rectifier's edge may fall to either side. There only the losses are compared.
    void runsWithKernelsAgreeWithRunsWithout() {
        QFETCH(QString, model);
        QFETCH(int, precision);
        QFETCH(bool, graphs);
        ExperimentConfig config = gpu_test_config(model_of(qPrintable(model), 10));
        config.precision = static_cast<Precision>(precision);
        config.training.learning_rate = 0.003;
        NEEDS_DEVICE(config);
        const TrainingTrace without = trained(config, false, graphs), with = trained(config, true, graphs);
        const TraceDistance apart = distance(without, with);
        const bool half = config.precision != Precision::Fp32;
        const double found = half ? std::max(apart.losses, apart.evaluation) : apart.largest();
        const double allowed = half ? device_half_tolerance : device_fp32_tolerance;
        qInfo("losses %g, evaluation %g, weights %g apart (allowed %g)", apart.losses, apart.evaluation, apart.weights,
              allowed);
        QVERIFY(found <= allowed);
        QCOMPARE(uses_kernels(with.header), !tests_the_cpu());
        QVERIFY(!uses_kernels(without.header));
        QCOMPARE(is_replayed(with.header), graphs && !tests_the_cpu());
    }

    void kernelsGiveTheSameBitsAgain_data() {
        QTest::addColumn<int>("precision");
        QTest::addColumn<bool>("graphs");
        for (const auto& [name, precision] :
             {std::pair{"fp32", Precision::Fp32}, {"bf16", Precision::Bf16}, {"fp16", Precision::Fp16}}) {
            for (const bool graphs : {false, true}) {
                QTest::addRow("%s%s", name, graphs ? ", graphs" : "") << static_cast<int>(precision) << graphs;
            }
        }
    }
    void kernelsGiveTheSameBitsAgain() {
        QFETCH(int, precision);
        QFETCH(bool, graphs);
        ExperimentConfig config = deterministic(gpu_test_config(model_of("wide-resnet", 10)));
        config.precision = static_cast<Precision>(precision);
        NEEDS_DEVICE(config);
        const TrainingTrace first = trained(config, true, graphs), again = trained(config, true, graphs);
        QCOMPARE(uses_kernels(first.header), !tests_the_cpu());
        QCOMPARE(is_replayed(first.header), graphs && !tests_the_cpu());
        QCOMPARE(again.losses, first.losses);
        QVERIFY(same_bits(again.end.weights, first.end.weights));
        QCOMPARE(again.last.test_loss, first.last.test_loss);
    }
};

QTEST_GUILESS_MAIN(TestKernels)
#include "test_kernels.moc"
