#include "core/audit/binomial.h"

#include <QElapsedTimer>
#include <QTest>
#include <cmath>

using namespace overfit;

namespace {

bool nearly(double found, double expected) { return std::abs(found - expected) <= 1e-9 * std::max(expected, 1e-300); }

}   // namespace

class TestBinomial : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithExactArithmetic_data() {
        QTest::addColumn<int>("trials");
        QTest::addColumn<int>("successes");
        QTest::addColumn<double>("probability");
        QTest::addColumn<double>("twoSided");
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        // From tests/golden/binomial_tests.py.
        QTest::newRow("coins") << 10 << 3 << 0.5 << 0.34375 << 0.171875 << 0.9453125;
        QTest::newRow("none of few") << 64 << 0 << 0.09 << 0.0038294300510737537 << 0.0023913828401388596 << 1.0;
        QTest::newRow("far below") << 64 << 40 << 0.9 << 4.493306532478114e-09 << 4.493306532478114e-09
                                   << 0.9999999992115085;
        QTest::newRow("above") << 100 << 57 << 0.45 << 0.020331034614221383 << 0.9938939580874264 << 0.01057105075719601;
        QTest::newRow("well above") << 500 << 60 << 0.09 << 0.023153636794832552 << 0.9901655224214233
                                    << 0.014285837710165518;
        QTest::newRow("the mode") << 1000 << 900 << 0.9 << 1.0 << 0.5154177095659203 << 0.5265990812951651;
        QTest::newRow("hopeless") << 1000 << 0 << 0.9 << 0.0 << 0.0 << 1.0;
    }
    void agreesWithExactArithmetic() {
        QFETCH(int, trials);
        QFETCH(int, successes);
        QFETCH(double, probability);
        QFETCH(double, twoSided);
        QFETCH(double, lower);
        QFETCH(double, upper);
        QVERIFY(nearly(binomial_two_sided(trials, successes, probability), twoSided));
        QVERIFY(nearly(binomial_lower_tail(trials, successes, probability), lower));
        QVERIFY(nearly(binomial_upper_tail(trials, successes, probability), upper));
    }

    void tailsOfAllOutcomesAddUpToOne() {
        for (const double probability : {0.003, 0.1, 0.5, 0.9}) {
            for (std::int64_t successes = 0; successes < 200; ++successes) {
                const double sum =
                    binomial_lower_tail(200, successes, probability) + binomial_upper_tail(200, successes + 1, probability);
                QVERIFY(std::abs(sum - 1.0) < 1e-12);
            }
        }
    }

    void certainCasesAllowOneOutcome() {
        QCOMPARE(binomial_two_sided(50, 50, 1.0), 1.0);
        QCOMPARE(binomial_two_sided(50, 49, 1.0), 0.0);
        QCOMPARE(binomial_two_sided(50, 0, 0.0), 1.0);
        QCOMPARE(binomial_two_sided(50, 1, 0.0), 0.0);
        QCOMPARE(binomial_upper_tail(50, 50, 1.0), 1.0);
        QCOMPARE(binomial_upper_tail(50, 1, 0.0), 0.0);
        QCOMPARE(binomial_lower_tail(50, 49, 1.0), 0.0);
        QCOMPARE(binomial_two_sided(0, 0, 0.5), 1.0);
    }

    void aSymmetricCaseCountsBothSides() {
        QVERIFY(nearly(binomial_two_sided(101, 30, 0.5), 2.0 * binomial_lower_tail(101, 30, 0.5)));
    }

    void millionsAreFast() {
        constexpr std::int64_t trials = 1'281'167;   // ImageNet
        QElapsedTimer timer;
        timer.start();
        QVERIFY(binomial_two_sided(trials, 1'152'000, 0.9) > 1e-6);
        QVERIFY(binomial_two_sided(trials, 1'150'000, 0.9) < 1e-6);
        QCOMPARE(binomial_two_sided(trials, 0, 0.9), 0.0);
        QVERIFY(binomial_two_sided(trials, 640'000, 0.5) > 1e-6);
        QVERIFY(timer.elapsed() < 10'000);   // no timing: summing a million terms for each of a million would take hours
    }
};

QTEST_APPLESS_MAIN(TestBinomial)
#include "test_binomial.moc"
