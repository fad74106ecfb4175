#include "ui/charts/chart_band.h"
#include "ui/charts/chart_readout.h"
#include "ui/charts/curve_chart.h"
#include "ui/settings/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <limits>

using namespace overfit;
using namespace overfit::ui;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

ChartGeometry unitSquare(AxisScale yScale = AxisScale::Linear) {
    ChartGeometry geometry;
    geometry.plot = QRectF(0, 0, 110, 110);   // 100 x 100 inside the padding
    geometry.x = {0, 10};
    geometry.y = yScale == AxisScale::Log ? AxisRange{0.01, 1} : AxisRange{0, 1};
    geometry.yScale = yScale;
    return geometry;
}

/// A mean at 50 % with a spread of ten points, over epochs 0 to 10.
ChartContent meanOfThree() {
    ChartLine line{
        QStringLiteral("/runs/a"), QStringLiteral("a (mean of 3)"), QColor(0, 114, 178), find_metric("test_accuracy"), {}};
    line.band.emplace();
    for (int epoch = 0; epoch <= 10; ++epoch) {
        line.curve.x.push_back(epoch);
        line.curve.y.push_back(0.5);
        line.band->low.push_back(0.4);
        line.band->high.push_back(0.6);
    }
    ChartContent content;
    content.title = QStringLiteral("accuracy");
    content.lines.push_back(std::move(line));
    return content;
}

struct Shown {
    CurveChart chart;

    explicit Shown(ChartContent content = meanOfThree()) {
        chart.resize(640, 420);
        chart.setContent(std::move(content));
        chart.show();
        [[maybe_unused]] const bool exposed = QTest::qWaitForWindowExposed(&chart);
    }

    /// Pixels that are neither grey nor the curve's own strong colour: the faint band.
    int tintedPixels() {
        const QImage image = chart.canvas()->grab().toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                if (pixel.blue() - pixel.red() > 20 && pixel.red() > 150) ++count;
            }
        }
        return count;
    }
};

}   // namespace

class TestChartBand : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QApplication::setPalette(lightPalette()); }

    void goesAlongTheUpperEdgeAndBackAlongTheLower() {
        const auto outlines = bandOutlines({0, 10}, {{0.25, 0.25}, {0.75, 0.75}}, unitSquare());
        QCOMPARE(outlines.size(), std::size_t{1});
        QCOMPARE(outlines.front().boundingRect(), QRectF(5, 30, 100, 50));
    }

    void aValueThatIsNotFiniteLeavesAGap() {
        const auto outlines =
            bandOutlines({0, 2, 4, 6, 8}, {{0, 0, notANumber, 0, 0}, {1, 1, notANumber, 1, 1}}, unitSquare());
        QCOMPARE(outlines.size(), std::size_t{2});
        QCOMPARE(outlines[0].boundingRect().right(), 25.0);
        QCOMPARE(outlines[1].boundingRect().left(), 65.0);
    }

    void isCutAtThePlotsEdges() {
        const auto outlines = bandOutlines({-5, 20}, {{-3, -3}, {4, 4}}, unitSquare());
        QCOMPARE(outlines.front().boundingRect(), QRectF(0, 0, 110, 110));
    }

    void reachesTheLowerEdgeOfALogAxisWhereItHasNoRoom() {
        const auto outlines = bandOutlines({0, 10}, {{-0.5, -0.5}, {1, 1}}, unitSquare(AxisScale::Log));
        QCOMPARE(outlines.front().boundingRect().bottom(), 110.0);
    }

    void aBandOutsideThePlotIsNotDrawn() { QVERIFY(bandOutlines({0, 10}, {{2, 2}, {3, 3}}, unitSquare()).empty()); }

    void isDrawnAndHiddenWithItsLine() {
        Shown shown;
        QVERIFY(shown.tintedPixels() > 10'000);
        for (QAbstractButton* button : shown.chart.findChildren<QAbstractButton*>()) {
            if (button->isChecked()) button->click();
        }
        QCOMPARE(shown.tintedPixels(), 0);
    }

    void readOutTellsTheSpread() {
        Shown shown;
        const QPoint middle = shown.chart.canvas()->rect().center();
        QMouseEvent move(QEvent::MouseMove, middle, shown.chart.canvas()->mapToGlobal(QPointF(middle)), Qt::NoButton,
                         Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(shown.chart.canvas(), &move);
        QVERIFY(shown.chart.readout());
        QCOMPARE(shown.chart.readout()->rows.front().value.simplified().replace(QChar(0xa0), u' '),
                 QStringLiteral("50.0 % ± 10.0 %"));
    }

    void aSharedRangeBelongsToTheWhole() {
        ChartContent content = meanOfThree();
        content.unit = MetricUnit::Nats;
        content.atLeastX = AxisRange{0, 100};
        content.atLeastY = AxisRange{0, 50};
        Shown wide(std::move(content));
        Shown narrow;
        // The curve ends at a tenth of the axis, so most of the plot has no band.
        QVERIFY(wide.tintedPixels() * 20 < narrow.tintedPixels());
    }

    void zoomInYIsToldAndFollowed() {
        Shown shown, other;
        QSignalSpy told(&shown.chart, &CurveChart::yRangeChanged), reset(&shown.chart, &CurveChart::yRangeReset);
        connect(&shown.chart, &CurveChart::yRangeChanged, &other.chart, &CurveChart::setYRange);
        connect(&shown.chart, &CurveChart::yRangeReset, &other.chart, &CurveChart::resetYRange);
        const QPointF middle = shown.chart.canvas()->rect().center();
        QWheelEvent wheel(middle, shown.chart.canvas()->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(shown.chart.canvas(), &wheel);
        QCOMPARE(told.count(), 1);
        QVERIFY(other.chart.zoomedY() && other.chart.zoomedY() == shown.chart.zoomedY());
        QVERIFY(!other.chart.zoomedX());
        shown.chart.resetZoom();
        QCOMPARE(reset.count(), 1);
        QVERIFY(!other.chart.zoomedY());
    }
};

QTEST_MAIN(TestChartBand)
#include "test_chart_band.moc"
