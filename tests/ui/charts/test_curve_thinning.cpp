#include "ui/charts/curve_thinning.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace overfit::ui;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

ThinningView wholeView(double last, int columns) { return {.x = {0.0, last}, .y = {-1e9, 1e9}, .columns = columns}; }

double largest(const ThinnedCurve& curve) {
    double value = -std::numeric_limits<double>::infinity();
    for (const auto& segment : curve.segments) {
        for (const QPointF point : segment) value = std::max(value, point.y());
    }
    return value;
}

qsizetype points(const ThinnedCurve& curve) {
    qsizetype count = curve.dots.size();
    for (const auto& segment : curve.segments) count += segment.size();
    return count;
}

}   // namespace

class TestCurveThinning : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsASpikeOfOnePointAmongAHundredThousand() {
        constexpr std::size_t n = 100000;
        std::vector<double> x(n), y(n, 0.25);
        for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<double>(i);
        for (const std::size_t at : {std::size_t{0}, std::size_t{1}, std::size_t{54321}, n - 1}) {
            y[at] = 7.0;
            const ThinnedCurve thin = thinCurve(x, y, wholeView(n - 1, 300));
            QCOMPARE(largest(thin), 7.0);
            QVERIFY(points(thin) <= 2 * 301 + 2);
            y[at] = 0.25;
        }
    }

    void zoomingInBringsPointsBack() {
        std::vector<double> x, y;
        for (int i = 0; i <= 10000; ++i) {
            x.push_back(i);
            y.push_back(i % 7);
        }
        ThinningView view = wholeView(10000, 100);
        view.x = {500.0, 520.0};
        const ThinnedCurve thin = thinCurve(x, y, view);
        QCOMPARE(thin.segments.size(), std::size_t{1});
        QCOMPARE(thin.segments.front().size(), 21);
    }

    void leavesShortCurvesAsTheyAre() {
        const std::vector<double> x{0, 1, 2, 3}, y{1, 3, 2, 5};
        const ThinnedCurve thin = thinCurve(x, y, wholeView(3, 400));
        QCOMPARE(thin.segments.size(), std::size_t{1});
        QCOMPARE(thin.segments.front(), (QList<QPointF>{{0, 1}, {1, 3}, {2, 2}, {3, 5}}));
    }

    void breaksAtNaNAndInfinity() {
        const std::vector<double> x{0, 1, 2, 3, 4, 5, 6},
            y{1, 2, notANumber, 4, std::numeric_limits<double>::infinity(), 6, 7};
        const ThinnedCurve thin = thinCurve(x, y, wholeView(6, 400));
        QCOMPARE(thin.segments.size(), std::size_t{2});
        QCOMPARE(thin.dots, (QList<QPointF>{{3, 4}}));   // alone between two gaps: a dot
    }

    void drawsOnePointAsADot() {
        const std::vector<double> x{0}, y{2.3};
        QCOMPARE(thinCurve(x, y, wholeView(10, 100)).dots, (QList<QPointF>{{0, 2.3}}));
    }

    void marksWhatALogAxisHasNoRoomFor() {
        const std::vector<double> x{0, 1, 2, 3, 4, 5}, y{10, 1, 0, -1, 0.1, 0.01};
        const ThinnedCurve thin = thinCurve(
            x, y, {.x = {0, 5}, .y = {0.001, 100}, .xScale = AxisScale::Linear, .yScale = AxisScale::Log, .columns = 500});
        QCOMPARE(thin.segments.size(), std::size_t{2});
        QCOMPARE(thin.segments.front(), (QList<QPointF>{{0, 1}, {1, 0}}));
        QCOMPARE(thin.droppedX, (std::vector<double>{2, 3}));
    }

    void countsWhatALogXAxisHasNoRoomFor() {
        const std::vector<double> x{0, 1, 10, 100}, y{1, 2, 3, 4};
        const ThinnedCurve thin = thinCurve(
            x, y, {.x = {1, 100}, .y = {0, 5}, .xScale = AxisScale::Log, .yScale = AxisScale::Linear, .columns = 200});
        QCOMPARE(thin.droppedBeforeX, 1);
        QCOMPARE(thin.segments.front().front(), QPointF(0, 2));
        QCOMPARE(thin.segments.front().back(), QPointF(2, 4));
    }

    void cutsLinesExactlyAtTheEdges() {
        const auto parts = clippedLine({{-1, 0}, {1, 2}, {3, 0}}, {0, 2}, {0, 1.5});
        QCOMPARE(parts.size(), std::size_t{2});
        QCOMPARE(parts[0], (QList<QPointF>{{0, 1}, {0.5, 1.5}}));
        QCOMPARE(parts[1], (QList<QPointF>{{1.5, 1.5}, {2, 1}}));
        QVERIFY(clippedLine({{5, 0}, {6, 1}}, {0, 2}, {0, 1}).empty());
    }

    void survivesEmptyCurvesAndViews() {
        QVERIFY(thinCurve({}, {}, wholeView(1, 100)).segments.empty());
        const std::vector<double> x{0, 1}, y{0, 1};
        QVERIFY(thinCurve(x, y, {.x = {1, 1}, .y = {0, 1}, .columns = 0}).segments.empty());
    }
};

QTEST_APPLESS_MAIN(TestCurveThinning)
#include "test_curve_thinning.moc"
