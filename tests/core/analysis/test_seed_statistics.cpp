#include "core/analysis/seed_statistics.h"

#include <QtTest>
#include <cmath>
#include <limits>

using namespace overfit;

class TestSeedStatistics : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void workedOutByHand() {
        // 2 4 4 4 5 5 7 9: mean 5, squares 32, sample variance 32 / 7.
        const SampleStatistics statistics = sample_statistics(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9});
        QCOMPARE(statistics.n, std::size_t{8});
        QCOMPARE(statistics.mean, 5.0);
        QCOMPARE(*statistics.standard_deviation, std::sqrt(32.0 / 7.0));
        QCOMPARE(statistics.minimum, 2.0);
        QCOMPARE(statistics.maximum, 9.0);
    }

    void aSingleValueHasNoSpread() {
        const SampleStatistics statistics = sample_statistics(std::vector<double>{0.25});
        QCOMPARE(statistics.n, std::size_t{1});
        QCOMPARE(statistics.mean, 0.25);
        QVERIFY(!statistics.standard_deviation);
    }

    void equalValuesHaveASpreadOfZero() {
        QCOMPARE(*sample_statistics(std::vector<double>{0.1, 0.1, 0.1}).standard_deviation, 0.0);
    }

    void aSmallSpreadBesideALargeMeanIsKept() {
        // Squares of sums would lose it: 1e9 + {0, 1, 2} has the deviation 1.
        QCOMPARE(*sample_statistics(std::vector<double>{1e9, 1e9 + 1, 1e9 + 2}).standard_deviation, 1.0);
    }

    void nothingHasNoMean() {
        const SampleStatistics statistics = sample_statistics({});
        QCOMPARE(statistics.n, std::size_t{0});
        QVERIFY(std::isnan(statistics.mean));
    }

    void aDivergedRunIsNotAveragedAway() {
        const SampleStatistics statistics =
            sample_statistics(std::vector<double>{1, std::numeric_limits<double>::infinity()});
        QCOMPARE(statistics.n, std::size_t{2});
        QVERIFY(std::isnan(statistics.mean));
        QVERIFY(!statistics.standard_deviation);
    }

    void differenceOfMeansCarriesWelchsStandardError() {
        const SampleStatistics sample = sample_statistics(std::vector<double>{4, 5, 6});    // 5, s 1
        const SampleStatistics base = sample_statistics(std::vector<double>{0, 2, 4, 2});   // 2, s^2 8 / 3
        const auto difference = mean_difference(sample, base);
        QCOMPARE(difference->difference, 3.0);
        QCOMPARE(*difference->standard_error, std::sqrt(1.0 / 3.0 + 8.0 / 3.0 / 4.0));   // exactly 1
        QVERIFY(difference->stands_out());
    }

    void aDifferenceWithinTwiceItsErrorDoesNotStandOut() {
        const SampleStatistics base = sample_statistics(std::vector<double>{0, 2, 4, 2});
        const SampleStatistics sample = sample_statistics(std::vector<double>{2, 3, 4});
        QVERIFY(!mean_difference(sample, base)->stands_out());
    }

    void aSingleRunGivesADifferenceWithoutError() {
        const SampleStatistics one = sample_statistics(std::vector<double>{5});
        const SampleStatistics three = sample_statistics(std::vector<double>{1, 2, 3});
        const auto difference = mean_difference(one, three);
        QCOMPARE(difference->difference, 3.0);
        QVERIFY(!difference->standard_error);
        QVERIFY(!difference->stands_out());
    }

    void nothingIsAsFarAsADivergedRun() {
        const SampleStatistics diverged = sample_statistics(std::vector<double>{std::numeric_limits<double>::quiet_NaN()});
        QVERIFY(!mean_difference(diverged, sample_statistics(std::vector<double>{1})));
        QVERIFY(!mean_difference(sample_statistics(std::vector<double>{1}), diverged));
    }
};

QTEST_APPLESS_MAIN(TestSeedStatistics)
#include "test_seed_statistics.moc"
