#include "core/analysis/smoothing.h"

#include <QtTest>
#include <cmath>
#include <limits>

using namespace overfit;

class TestSmoothing : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void weightZeroIsTheRawCurve() {
        const std::vector<double> raw{3, 1, 4, 1, 5};
        QCOMPARE(smoothed(raw, 0.0), raw);
    }

    void theFirstValueIsTheFirstRawOne() {
        for (const double weight : {0.1, 0.6, 0.99, 0.999999})
            QCOMPARE(smoothed(std::vector<double>{7.5, 0}, weight)[0], 7.5);
    }

    void valuesAreThoseWorkedOutByHand() {
        // weight 0.5: 1; (0.5*0.5*1 + 0.5*3) / 0.75 = 1.75/0.75; (0.125*1 + 0.25*3 + 0.5*5) / 0.875 = 3.375/0.875
        const auto result = smoothed(std::vector<double>{1, 3, 5}, 0.5);
        QCOMPARE(result[0], 1.0);
        QCOMPARE(result[1], 1.75 / 0.75);
        QCOMPARE(result[2], 3.375 / 0.875);
    }

    void aConstantStaysItself() {
        for (const double value : smoothed(std::vector<double>(100, 0.25), 0.9)) QVERIFY(std::abs(value - 0.25) < 1e-12);
    }

    void whatIsNotFiniteStaysAndSpoilsNothing() {
        const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
        const auto with = smoothed(std::vector<double>{1, nan, 3, infinity, 5}, 0.5);
        const auto without = smoothed(std::vector<double>{1, 3, 5}, 0.5);
        QVERIFY(std::isnan(with[1]));
        QCOMPARE(with[3], infinity);
        QCOMPARE(with[0], without[0]);
        QCOMPARE(with[2], without[1]);
        QCOMPARE(with[4], without[2]);
    }

    void nothingGivesNothing() { QVERIFY(smoothed({}, 0.9).empty()); }
};

QTEST_APPLESS_MAIN(TestSmoothing)
#include "test_smoothing.moc"
