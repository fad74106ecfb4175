#include "core/exports/curve_points.h"

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>

using namespace overfit;

namespace {

Curve flat(int points) {
    Curve curve;
    for (int i = 0; i < points; ++i) {
        curve.x.push_back(i);
        curve.y.push_back(1.0);
    }
    return curve;
}

}   // namespace

class TestCurvePoints : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void zeroKeepsEveryPoint() { QCOMPARE(with_at_most(flat(1000), 0).x.size(), std::size_t{1000}); }

    void neverMoreThanAsked_data() {
        QTest::addColumn<int>("most");
        for (const int most : {2, 3, 4, 10, 99, 999, 1000, 5000}) QTest::addRow("%d", most) << most;
    }
    void neverMoreThanAsked() {
        QFETCH(int, most);
        Curve curve = flat(1000);
        for (std::size_t i = 0; i < 1000; ++i) curve.y[i] = std::sin(0.1 * static_cast<double>(i));
        const Curve thinned = with_at_most(curve, most);
        QVERIFY(thinned.x.size() <= static_cast<std::size_t>(most));
        QCOMPARE(thinned.x.front(), 0.0);
        QCOMPARE(thinned.x.back(), 999.0);
        QVERIFY(std::is_sorted(thinned.x.begin(), thinned.x.end()));
        QCOMPARE(thinned.x.size(), thinned.y.size());
    }

    void keepsSpikesUpAndDown() {
        Curve curve = flat(10000);
        curve.y[4321] = 9.0;
        curve.y[4400] = -9.0;
        const Curve thinned = with_at_most(curve, 50);
        QCOMPARE(std::ranges::count(thinned.y, 9.0), 1);
        QCOMPARE(std::ranges::count(thinned.y, -9.0), 1);
    }

    void keepsWhatIsNoNumber() {
        Curve curve = flat(10000);
        curve.y[5000] = std::numeric_limits<double>::quiet_NaN();
        const Curve thinned = with_at_most(curve, 50);
        QVERIFY(std::ranges::any_of(thinned.y, [](double y) { return std::isnan(y); }));
    }
};

QTEST_APPLESS_MAIN(TestCurvePoints)
#include "test_curve_points.moc"
