#include "core/audit/published_accuracy.h"

#include <QTest>
#include <cmath>

using namespace overfit;

class TestPublishedAccuracy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void publishedAccuraciesFallWithTheNoise() {
        ExperimentConfig config;
        config.data.dataset = "cifar10";
        config.model.name = "small-inception";
        double before = 1.0;
        for (int tenth = 0; tenth <= 10; ++tenth) {
            const auto published = published_accuracy(config, 0.09 * tenth, 10);
            QVERIFY(published && published->with_this_noise < before);
            before = published->with_this_noise;
        }
        QVERIFY(std::abs(before - 0.1) < 1e-9);
        QVERIFY(std::abs(*published_accuracy(config, 0.45, 10)->inception_with_this_noise - 0.455) < 1e-9);
        QVERIFY(std::abs(published_accuracy(config, 0.0, 10)->with_this_noise - 0.8575) < 1e-9);
        config.data.dataset = "synthetic";
        QVERIFY(!published_accuracy(config, 0.45, 10));
    }

    void onlyThePublishedSizesOfAModelAreCompared() {
        const auto reached = [](const char* dataset, const ModelConfig& model) -> double {
            ExperimentConfig config;
            config.data.dataset = dataset;
            config.model = model;
            const auto published = published_accuracy(config, 0.45, 10);
            return published ? published->on_true_labels : 0.0;
        };
        ModelConfig model;
        model.name = "mlp";
        model.hidden = {512};
        QCOMPARE(reached("cifar10", model), 0.5051);
        QCOMPARE(reached("mnist", model), 0.0);
        model.hidden = {512, 512, 512};
        QCOMPARE(reached("cifar10", model), 0.5239);
        for (const std::vector<std::int64_t>& hidden : {std::vector<std::int64_t>{512, 512}, {32}, {512, 512, 256}}) {
            model.hidden = hidden;
            QCOMPARE(reached("cifar10", model), 0.0);
        }
        model.name = "wide-resnet";
        QCOMPARE(reached("cifar10", model), 0.8611);   // 0.8634 is what the log of p = 1 claims
        QCOMPARE(reached("cifar100", model), 0.5658);
        QCOMPARE(reached("fashion-mnist", model), 0.0);
        model.width = 10;
        QCOMPARE(reached("cifar10", model), 0.0);
        model.width = 1;
        model.depth = 16;
        QCOMPARE(reached("cifar10", model), 0.0);
        model.name = "small-inception";
        QCOMPARE(reached("cifar10", model), 0.8575);
        model.batch_norm = false;
        QCOMPARE(reached("cifar10", model), 0.82);
    }
};

QTEST_APPLESS_MAIN(TestPublishedAccuracy)
#include "test_published_accuracy.moc"
