#include "core/fetch/transfer_rate.h"

#include <QTest>

using namespace overfit;

class TestTransferRate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsNothingBeforeTheSecondPlace() {
        TransferRate rate;
        QCOMPARE(rate.bytes_per_second(), 0.0);
        QVERIFY(!rate.seconds_left(100));
        rate.add(0.0, 0);
        QCOMPARE(rate.bytes_per_second(), 0.0);
        QVERIFY(!rate.seconds_left(100));
    }

    void tellsRateAndTimeLeft() {
        TransferRate rate;
        rate.add(1.0, 1'000);
        rate.add(3.0, 5'000);
        QCOMPARE(rate.bytes_per_second(), 2'000.0);
        QCOMPARE(*rate.seconds_left(9'000), 2.0);
        QVERIFY(!rate.seconds_left(0));   // not known
    }

    void forgetsWhatIsLongAgo() {
        TransferRate rate;
        rate.add(0.0, 0);
        for (int second = 1; second <= 20; ++second)
            rate.add(second, second <= 10 ? 1'000 * second : 10'000 + 100 * (second - 10));
        QCOMPARE(rate.bytes_per_second(), 100.0);
    }

    void startsAgainWithTheFile() {
        TransferRate rate;
        rate.add(0.0, 0);
        rate.add(1.0, 1'000);
        rate.add(2.0, 10);
        QCOMPARE(rate.bytes_per_second(), 0.0);
        rate.add(3.0, 20);
        QCOMPARE(rate.bytes_per_second(), 10.0);
    }
};

QTEST_APPLESS_MAIN(TestTransferRate)
#include "test_transfer_rate.moc"
