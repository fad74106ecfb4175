#include "core/analysis/mean_curve.h"

#include <QtTest>
#include <cmath>
#include <limits>

using namespace overfit;

class TestMeanCurve : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void meanAndOneStandardDeviationAtEachPlace() {
        const std::vector<Curve> curves{{{0, 1}, {1, 4}}, {{0, 1}, {3, 4}}};
        const MeanCurve result = mean_curve(curves);
        QCOMPARE(result.n, std::size_t{2});
        QCOMPARE(result.mean.x, (std::vector<double>{0, 1}));
        QCOMPARE(result.mean.y, (std::vector<double>{2, 4}));
        QCOMPARE(result.low, (std::vector<double>{2 - std::sqrt(2.0), 4}));
        QCOMPARE(result.high, (std::vector<double>{2 + std::sqrt(2.0), 4}));
    }

    void onlyPlacesThatAllHaveRecorded() {
        const std::vector<Curve> curves{
            {{0, 1, 2, 3, 4}, {0, 1, 2, 3, 4}}, {{0, 2, 4, 6}, {0, 2, 4, 6}}, {{1, 2, 3, 4}, {1, 2, 3, 4}}};
        const MeanCurve result = mean_curve(curves);
        QCOMPARE(result.n, std::size_t{3});
        QCOMPARE(result.mean.x, (std::vector<double>{2, 4}));
        QCOMPARE(result.mean.y, (std::vector<double>{2, 4}));
        QCOMPARE(result.longest, 6.0);
    }

    void endsWhereTheFirstRunEnds() {
        const std::vector<Curve> curves{{{0, 1, 2}, {1, 1, 1}}, {{0, 1}, {0, 0}}};
        QCOMPARE(mean_curve(curves).mean.x, (std::vector<double>{0, 1}));
    }

    void aDivergedRunLeavesAGapNotAMeanOfTheRest() {
        const std::vector<Curve> curves{{{0, 1}, {1, std::numeric_limits<double>::quiet_NaN()}}, {{0, 1}, {1, 2}}};
        const MeanCurve result = mean_curve(curves);
        QCOMPARE(result.mean.y.front(), 1.0);
        QVERIFY(std::isnan(result.mean.y.back()) && std::isnan(result.low.back()) && std::isnan(result.high.back()));
    }

    void aRunThatNeverRecordedTheMetricCountsAsNone() {
        const std::vector<Curve> curves{{{0, 1}, {1, 2}}, {}};
        QCOMPARE(mean_curve(curves).n, std::size_t{1});
        QCOMPARE(mean_curve(curves).mean.y, (std::vector<double>{1, 2}));
    }

    void aRunWithAPlaceThatIsNoNumberCountsAsNone() {
        const double no_number = std::numeric_limits<double>::quiet_NaN();
        const std::vector<Curve> curves{{{0, 1}, {1, 2}}, {{0, no_number, 2}, {1, 1, 1}}, {{no_number}, {1}}};
        QCOMPARE(mean_curve(curves).n, std::size_t{1});
        QCOMPARE(mean_curve(curves).mean.x, (std::vector<double>{0, 1}));
    }

    void withoutCommonPlacesThereIsNoMean() {
        const std::vector<Curve> curves{{{0.1, 0.9}, {1, 2}}, {{0.2, 0.8}, {1, 2}}};
        QVERIFY(mean_curve(curves).mean.x.empty());
        QVERIFY(mean_curve({}).mean.x.empty());
    }
};

QTEST_APPLESS_MAIN(TestMeanCurve)
#include "test_mean_curve.moc"
