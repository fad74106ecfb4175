#include "ui/session/median.h"
#include "ui/session/run_pace.h"

#include <QTest>

using namespace overfit::ui;

namespace {

/// Epochs of 100 steps, one after another, each of so many seconds.
RunPace paceOf(const std::vector<double>& epochs) {
    RunPace pace;
    double time = 0.0;
    pace.endEpoch(0, time);
    for (std::size_t epoch = 1; epoch <= epochs.size(); ++epoch) {
        time += epochs[epoch - 1];
        pace.endEpoch(static_cast<std::int64_t>(100 * epoch), time);
    }
    return pace;
}

}   // namespace

class TestRunPace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theMedianOfTwoIsTheLarger() {
        QCOMPARE(medianOf({}), 0.0);
        QCOMPARE(medianOf({3.0}), 3.0);
        QCOMPARE(medianOf({9.0, 1.0}), 9.0);
        QCOMPARE(medianOf({9.0, 1.0, 2.0}), 2.0);
    }

    void nothingIsToldFromTheFirstSteps() {
        RunPace pace;
        QCOMPARE(pace.secondsLeft(1000), 0.0);
        pace.reach(0, 0.0);
        pace.reach(10, 0.5);
        QCOMPARE(pace.secondsLeft(1000), 0.0);
        pace.reach(20, 1.0);
        QCOMPARE(pace.secondsLeft(1000), 49.0);
    }

    void beforeThereAreEpochsTheLastSecondsCount() {
        RunPace pace;
        for (int second = 0; second <= 60; ++second) pace.reach(10 * second, second);
        for (int second = 61; second <= 90; ++second) pace.reach(600 + 20 * (second - 60), second);   // twice as fast
        QCOMPARE(pace.step(), 1200);
        QVERIFY2(qAbs(pace.secondsLeft(2200) - 50.0) < 1.0, qPrintable(QString::number(pace.secondsLeft(2200))));
    }

    void whatComesLateIsPassedOver() {
        RunPace pace;
        pace.reach(0, 0.0);
        pace.reach(100, 2.0);
        pace.reach(50, 1.0);
        QCOMPARE(pace.step(), 100);
        QCOMPARE(pace.secondsLeft(200), 2.0);
    }

    void aBusyMachineForAWhileChangesNothing() {
        QCOMPARE(paceOf({5, 5, 5, 5, 5}).secondsLeft(1000), 25.0);
        QCOMPARE(paceOf({5, 5, 5, 5, 40}).secondsLeft(1000), 25.0);   // in its last epoch
        QCOMPARE(paceOf({40, 40, 5, 5, 5}).secondsLeft(1000), 25.0);
    }

    void aMachineThatStaysBusyIsBelieved() {
        std::vector<double> epochs(30, 5.0);
        for (std::size_t late = 20; late < 30; ++late) epochs[late] = 10.0;
        QCOMPARE(paceOf(epochs).secondsLeft(3500), 50.0);
    }

    void shortEpochsAreTakenTogether() { QCOMPARE(paceOf(std::vector<double>(200, 0.5)).secondsLeft(30'000), 50.0); }

    void evaluationsTakeTheirTimeToo() {
        RunPace pace;
        for (int fifth = 0; fifth <= 10; ++fifth) {   // five epochs of 0.5 s, then 2 s of evaluation
            pace.reach(500 * fifth, 4.5 * fifth - 2.0);
            pace.endEpoch(500 * fifth, 4.5 * fifth);
        }
        QCOMPARE(pace.secondsLeft(15'000), 90.0);
    }

    void nothingIsLeftAtTheEnd() { QCOMPARE(paceOf({5, 5, 5, 5}).secondsLeft(400), 0.0); }
};

QTEST_APPLESS_MAIN(TestRunPace)
#include "test_run_pace.moc"
