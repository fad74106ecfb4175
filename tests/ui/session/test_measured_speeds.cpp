#include "ui/session/measured_speeds.h"

#include <QTest>

using namespace overfit;
using namespace overfit::ui;

class TestMeasuredSpeeds : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsPromisedBeforeAnythingWasMeasured() {
        const MeasuredSpeeds speeds;
        QCOMPARE(speeds.expected({}, 1000).imagesPerSecond, 0.0);
        QVERIFY(speeds.expected({}, 1000).source == MeasuredSpeeds::Source::Nothing);
    }

    void theSameNetworkIsExpectedAsFastAsItWas() {
        MeasuredSpeeds speeds;
        ExperimentConfig config;
        speeds.learn(config, 400'000, 5000.0);
        config.corruption.labels.fraction = 1.0;   // other labels cost the same
        config.training.epochs = 7;
        const auto speed = speeds.expected(config, 400'000);
        QCOMPARE(speed.imagesPerSecond, 5000.0);
        QVERIFY(speed.source == MeasuredSpeeds::Source::SameExperiment);
    }

    void aNetworkOfTheFamilyIsJudgedByItsArithmetic() {
        MeasuredSpeeds speeds;
        ExperimentConfig config;
        speeds.learn(config, 400'000, 5000.0);
        config.model.hidden = {512, 512};
        const auto speed = speeds.expected(config, 800'000);
        QCOMPARE(speed.imagesPerSecond, 2500.0);
        QVERIFY(speed.source == MeasuredSpeeds::Source::OtherOfTheModel);
        QCOMPARE(speeds.expected(config, 0).imagesPerSecond, 0.0);
        config.model.name = "wide-resnet";
        QCOMPARE(speeds.expected(config, 800'000).imagesPerSecond, 0.0);
        config.model.name = "mlp";
        config.threads = 1;   // another part of the machine
        QCOMPARE(speeds.expected(config, 800'000).imagesPerSecond, 0.0);
    }

    void aRunBesideABusyNeighbourDoesNotCount() {
        MeasuredSpeeds speeds;
        const auto expected = [&] { return speeds.expected({}, 0).imagesPerSecond; };
        for (const double speed : {5000.0, 5100.0}) speeds.learn({}, 400'000, speed);
        speeds.learn({}, 400'000, 900.0);
        QCOMPARE(expected(), 5000.0);
        ExperimentConfig wider;
        wider.model.hidden = {512, 512};
        QCOMPARE(speeds.expected(wider, 800'000).imagesPerSecond, 2500.0);
        for (int run = 0; run < 4; ++run) speeds.learn({}, 400'000, 900.0);   // it has become slower for good
        QCOMPARE(expected(), 900.0);
    }

    void ratesOutliveTheSession() {
        MeasuredSpeeds before, after;
        before.learn({}, 400'000, 5000.0);
        before.learn({}, 400'000, 0.0);   // a run that ended before its first line
        after.setRates(before.rates());
        QCOMPARE(after.expected({}, 400'000).imagesPerSecond, 5000.0);
    }
};

QTEST_APPLESS_MAIN(TestMeasuredSpeeds)
#include "test_measured_speeds.moc"
