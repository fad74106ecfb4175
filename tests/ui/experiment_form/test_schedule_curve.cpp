#include "ui/experiment_form/schedule_curve.h"

#include <QImage>
#include <QTest>
#include <limits>

using namespace overfit;
using namespace overfit::ui;

class TestScheduleCurve : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void constantStays();
    void stepFallsAfterItsEpochs();
    void exponentialFallsAfterEveryEpoch();
    void cosineFallsToZeroAfterTheLastEpoch();
    void valuesRunFromTheFirstEpochToTheLast();
    void aRateThatIsNoNumberDrawsNothing();
    void paintsAndDescribesItself();
};

namespace {

TrainingConfig training(ScheduleKind kind, std::int64_t epochs) {
    TrainingConfig config;
    config.epochs = epochs;
    config.learning_rate = 0.1;
    config.schedule.kind = kind;
    config.schedule.factor = 0.5;
    config.schedule.at = {2, 4};
    return config;
}

}   // namespace

void TestScheduleCurve::constantStays() {
    QCOMPARE(scheduleValues(training(ScheduleKind::Constant, 3), 100), (std::vector<double>{0.1, 0.1, 0.1}));
}

void TestScheduleCurve::stepFallsAfterItsEpochs() {
    QCOMPARE(scheduleValues(training(ScheduleKind::Step, 5), 100), (std::vector<double>{0.1, 0.1, 0.05, 0.05, 0.025}));
}

void TestScheduleCurve::exponentialFallsAfterEveryEpoch() {
    QCOMPARE(scheduleValues(training(ScheduleKind::Exponential, 3), 100), (std::vector<double>{0.1, 0.05, 0.025}));
}

void TestScheduleCurve::cosineFallsToZeroAfterTheLastEpoch() {
    const TrainingConfig cosine = training(ScheduleKind::Cosine, 10);
    QCOMPARE(learningRateAfter(cosine, 0), 0.1);
    QCOMPARE(learningRateAfter(cosine, 5), 0.05);
    QVERIFY(learningRateAfter(cosine, 10) < 1e-12);
}

void TestScheduleCurve::valuesRunFromTheFirstEpochToTheLast() {
    const TrainingConfig many = training(ScheduleKind::Cosine, 1'000'000);
    const std::vector<double> values = scheduleValues(many, 100);
    QCOMPARE(values.size(), std::size_t{100});
    QCOMPARE(values.front(), learningRateAfter(many, 0));
    QCOMPARE(values.back(), learningRateAfter(many, 999'999));
}

void TestScheduleCurve::aRateThatIsNoNumberDrawsNothing() {
    TrainingConfig config = training(ScheduleKind::Constant, 3);
    config.learning_rate = std::numeric_limits<double>::quiet_NaN();
    QVERIFY(scheduleValues(config, 100).empty());
    config = training(ScheduleKind::Constant, 0);
    QVERIFY(scheduleValues(config, 100).empty());
}

void TestScheduleCurve::paintsAndDescribesItself() {
    ScheduleCurve curve;
    curve.resize(300, curve.sizeHint().height());
    curve.setTraining(training(ScheduleKind::Constant, 10));
    const QImage constant = curve.grab().toImage();
    curve.setTraining(training(ScheduleKind::Exponential, 10));
    QVERIFY(curve.grab().toImage() != constant);
    QVERIFY(!curve.accessibleName().isEmpty());
    QVERIFY(curve.accessibleDescription().contains(QStringLiteral("0.1 in the first epoch")));
}

QTEST_MAIN(TestScheduleCurve)
#include "test_schedule_curve.moc"
