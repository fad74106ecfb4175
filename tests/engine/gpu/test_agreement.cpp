// A GPU trains to what the CPU trains to: from the same weights, in the same order.

#include "core/benchmark/device_check.h"
#include "tests/engine/gpu/device_under_test.h"

#include <algorithm>
#include <cmath>

using namespace overfit;

namespace {

QString text_of(const TraceDistance& apart) {
    return QString("losses %1, evaluation %2, weights %3 apart").arg(apart.losses).arg(apart.evaluation).arg(apart.weights);
}

}   // namespace

class TestAgreement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Sums in another order round differently, by 1e-7 a value; every step multiplies that, the more layers and batch norms
    // and the longer the step, the more. How much is seen on the CPU: the same with another number of threads lies 1e-8
    // (AlexNet) to 3e-4 (Inception) apart. A GPU sums in blocks unlike both, hence `roundings` times as much may come of it,
    // and the tolerance of the device check in any case.
    void fp32TrainsLikeTheCpu_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("crop");
        QTest::addColumn<double>("rate");
        QTest::newRow("mlp") << "mlp" << 16 << 0.02;
        QTest::newRow("wide-resnet") << "wide-resnet" << 16 << 0.003;
        QTest::newRow("small-alexnet") << "small-alexnet" << 28 << 0.01;
        QTest::newRow("small-inception") << "small-inception" << 28 << 0.001;
    }
    void fp32TrainsLikeTheCpu() {
        QFETCH(QString, model);
        QFETCH(int, crop);
        QFETCH(double, rate);
        ExperimentConfig config = gpu_test_config(model_of(qPrintable(model)), crop);
        config.training.learning_rate = rate;
        NEEDS_DEVICE(config);
        const PreparedExperiment experiment = gpu_test_experiment(config);
        const TrainingTrace expected = trace_training(engine(), on_the_cpu(experiment));
        const TrainingTrace found = trace_training(engine(), experiment);
        QCOMPARE(found.losses.size(), std::size_t{20});
        const TraceDistance apart = distance(expected, found);
        const double allowed = std::max(device_fp32_tolerance, roundings * rounding_of(experiment, expected).largest());
        qInfo("%s (allowed %.1e)", qPrintable(text_of(apart)), allowed);
        QVERIFY2(apart.largest() <= allowed, qPrintable(text_of(apart)));
        QVERIFY(allowed < 0.01);   // else nothing would have been compared
    }

    // A step of fp16 whose gradients overflow is left out, so it is not compared step by step.
    void reducedPrecisionTrains_data() {
        QTest::addColumn<int>("precision");
        QTest::addColumn<QString>("model");
        for (const char* model : {"mlp", "wide-resnet"}) {
            QTest::addRow("tf32, %s", model) << static_cast<int>(Precision::Tf32) << QString(model);
            QTest::addRow("bf16, %s", model) << static_cast<int>(Precision::Bf16) << QString(model);
            QTest::addRow("fp16, %s", model) << static_cast<int>(Precision::Fp16) << QString(model);
        }
    }
    void reducedPrecisionTrains() {
        QFETCH(int, precision);
        QFETCH(QString, model);
        ExperimentConfig config = gpu_test_config(model_of(qPrintable(model), 10));
        config.precision = static_cast<Precision>(precision);
        NEEDS_DEVICE(config);
        const TrainingTrace trace = trace_training(engine(), gpu_test_experiment(config));
        QVERIFY(trace.header.precision == config.precision);
        QVERIFY(std::ranges::all_of(trace.losses, [](double loss) { return std::isfinite(loss); }));
        QVERIFY(std::isfinite(*trace.last.train_loss) && std::isfinite(*trace.last.test_loss));
        QCOMPARE(trace.losses.size(), std::size_t{20});
        QVERIFY2(mean(trace.losses, 15, 5) < mean(trace.losses, 0, 5),
                 qPrintable(QString("%1 to %2").arg(mean(trace.losses, 0, 5)).arg(mean(trace.losses, 15, 5))));
    }

private:
    static constexpr double roundings = 10.0;

    /// How far the CPU's own trainings lie apart.
    static TraceDistance rounding_of(const PreparedExperiment& experiment, const TrainingTrace& expected) {
        PreparedExperiment other = on_the_cpu(experiment);
        other.config.threads = tests_the_cpu() ? 3 : 2;   // neither that of the one nor of the other
        return distance(expected, trace_training(engine(), other));
    }
};

QTEST_GUILESS_MAIN(TestAgreement)
#include "test_agreement.moc"
