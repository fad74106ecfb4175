#include "tests/ui/charts/shown_chart.h"
#include "ui/settings/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <limits>

using namespace overfit;
using namespace overfit::ui;

namespace {

/// Sends a wheel notch at a place of the canvas, as a mouse does.
void wheel(QWidget* canvas, QPointF at, int notches) {
    QWheelEvent event(at, canvas->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(canvas, &event);
}

QAbstractButton* legendButton(CurveChart& chart, const QString& accessibleName) {
    for (QAbstractButton* button : chart.findChildren<QAbstractButton*>()) {
        if (button->accessibleName() == accessibleName) return button;
    }
    return nullptr;
}

}   // namespace

class TestCurveChart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QApplication::setPalette(lightPalette()); }

    /// It is cut by the legend, with "…", and not by its edge.
    void aLongNameInTheLegendEndsWithinIt() {
        const QString name = QString(QStringLiteral("a name with very many words ")).repeated(6);
        ChartContent content = accuracy();
        content.lines = {line(name + "1", "train_accuracy", ramp(0.1, 0.5, 11), 0),
                         line(name + "2", "train_accuracy", ramp(0.1, 1.0, 11), 1)};
        Shown shown(content);
        const auto* button = legendButton(shown.chart, QStringLiteral("Show %1").arg(name + "1"));
        QVERIFY(button);
        QTRY_VERIFY(button->width() > 100);
        QVERIFY(button->mapTo(&shown.chart, QPoint(button->width(), 0)).x() <= shown.chart.width());
    }

    void legendHidesALineAndRemembersIt() {
        Shown shown;
        QVERIFY(pixelsOf(shown.canvas, runColour(1)) > 100);
        QTest::mouseClick(legendButton(shown.chart, QStringLiteral("Show random labels")), Qt::LeftButton);
        QCOMPARE(pixelsOf(shown.canvas, runColour(1)), 0);
        QVERIFY(pixelsOf(shown.canvas, runColour(0)) > 100);
        QCOMPARE(shown.chart.visibleContent().lines.size(), std::size_t{1});
        shown.chart.setContent(accuracy());
        QCOMPARE(pixelsOf(shown.canvas, runColour(1)), 0);
        QTest::mouseClick(legendButton(shown.chart, QStringLiteral("Show random labels")), Qt::LeftButton);
        QVERIFY(pixelsOf(shown.canvas, runColour(1)) > 100);
    }

    void readOutTellsEveryLineLargestFirst() {
        Shown shown;
        shown.point(shown.canvas->rect().center());
        const Readout* readout = shown.chart.readout();
        QVERIFY(readout != nullptr);
        QCOMPARE(readout->rows.size(), std::size_t{2});
        QCOMPARE(readout->rows[0].line->runName, QStringLiteral("random labels"));
        const auto i = static_cast<std::size_t>(readout->x);
        QCOMPARE(readout->title, QStringLiteral("epoch %1").arg(i));
        QCOMPARE(readout->rows[0].y, ramp(0.1, 1.0, 101)[i]);
        QCOMPARE(readout->rows[1].y, ramp(0.1, 0.5, 101)[i]);
        QCOMPARE(readout->rows[1].value, numberText(ramp(0.1, 0.5, 101)[i], NumberStyle::Percent));
    }

    void readOutHighlightsTheNearestAndGoesWithThePointer() {
        Shown shown;
        shown.point(shown.canvas->rect().center());
        const QPoint low = shown.chart.readout()->rows[1].point.toPoint();
        shown.point(low + QPoint(0, 3));
        QVERIFY(shown.chart.readout()->rows[1].nearest);
        QVERIFY(!shown.chart.readout()->rows[0].nearest);
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(shown.canvas, &leave);
        QVERIFY(shown.chart.readout() == nullptr);
    }

    void clickOnALineNamesItsRun() {
        Shown shown;
        QSignalSpy clicked(&shown.chart, &CurveChart::lineClicked);
        shown.point(shown.canvas->rect().center());
        const QPoint at = shown.chart.readout()->rows[0].point.toPoint();
        QTest::mouseClick(shown.canvas, Qt::LeftButton, {}, at);
        QCOMPARE(clicked.count(), 1);
        QCOMPARE(clicked.front().front().toString(), QStringLiteral("/runs/random labels"));
        QTest::mouseClick(shown.canvas, Qt::LeftButton, {}, at - QPoint(0, 60));
        QCOMPARE(clicked.count(), 1);
    }

    void wheelKeepsWhatIsUnderThePointer() {
        Shown shown;
        shown.point(shown.canvas->rect().center() + QPoint(60, 0));
        const double x = shown.chart.readout()->x;
        const QPointF at = shown.chart.readout()->rows[0].point;
        for (int i = 0; i < 5; ++i) wheel(shown.canvas, {at.x(), at.y()}, 1);
        QVERIFY(shown.chart.zoomedX().has_value());
        shown.point(at.toPoint());
        QCOMPARE(shown.chart.readout()->x, x);
        QVERIFY(std::abs(shown.chart.readout()->rows[0].point.x() - at.x()) < 1.0);
        for (int i = 0; i < 9; ++i) wheel(shown.canvas, at, -1);
        QVERIFY(!shown.chart.zoomedX().has_value());   // all the way out: follows new points again
    }

    void dragZoomsToTheBoxAndDoubleClickResets() {
        Shown shown;
        QSignalSpy changed(&shown.chart, &CurveChart::xRangeChanged), reset(&shown.chart, &CurveChart::xRangeReset);
        QTest::mousePress(shown.canvas, Qt::LeftButton, {}, {200, 100});
        shown.point({300, 180}, Qt::LeftButton);
        shown.point({400, 250}, Qt::LeftButton);
        QTest::mouseRelease(shown.canvas, Qt::LeftButton, {}, {400, 250});
        QCOMPARE(changed.count(), 1);
        QVERIFY(shown.chart.zoomedX() && shown.chart.zoomedY());
        QVERIFY(shown.chart.zoomedX()->high - shown.chart.zoomedX()->low < 50.0);
        QTest::mouseDClick(shown.canvas, Qt::LeftButton, {}, {300, 180});
        QVERIFY(!shown.chart.zoomedX() && !shown.chart.zoomedY());
        QCOMPARE(reset.count(), 1);
    }

    void replacingContentAHundredTimesKeepsTheZoom() {
        Shown shown;
        wheel(shown.canvas, {320, 200}, 4);
        const auto x = shown.chart.zoomedX(), y = shown.chart.zoomedY();
        QVERIFY(x && y);
        for (int i = 0; i < 100; ++i) shown.chart.setContent(accuracy());
        QCOMPARE(shown.chart.zoomedX(), x);
        QCOMPARE(shown.chart.zoomedY(), y);
        ChartContent steps = accuracy();
        steps.axis = XAxis::Step;
        shown.chart.setContent(steps);
        QVERIFY(!shown.chart.zoomedX());   // epochs 20-30 mean nothing on an axis of steps
    }

    void keysPanZoomAndReset() {
        Shown shown;
        QTest::keyClick(shown.canvas, Qt::Key_Plus);
        const AxisRange before = *shown.chart.zoomedX();
        QTest::keyClick(shown.canvas, Qt::Key_Left);
        QVERIFY(shown.chart.zoomedX()->low < before.low);
        QTest::keyClick(shown.canvas, Qt::Key_Home);
        QVERIFY(!shown.chart.zoomedX());
        QSignalSpy smoothing(&shown.chart, &CurveChart::smoothingChanged);
        for (int i = 0; i < 4; ++i) QTest::keyClick(shown.canvas, Qt::Key_S);
        QCOMPARE(smoothing.count(), 4);
        QCOMPARE(smoothing.first().first().toDouble(), 0.6);
        QCOMPARE(smoothing.last().first().toDouble(), 0.0);
    }

    void drawsZerosAndNaNOnALogAxis() {
        ChartContent content;
        content.title = QStringLiteral("loss");
        content.unit = MetricUnit::Nats;
        content.logY = true;
        content.lines = {line(QStringLiteral("a"), "train_loss",
                              {2.3, 1.0, std::numeric_limits<double>::quiet_NaN(), 0.5, 0.2, 0.0, 0.0, 0.1, 0.05})};
        Shown shown(content);
        QVERIFY(pixelsOf(shown.canvas, runColour(0)) > 60);
    }

    void smoothedLinesLeaveTheRawOneVisible() {
        ChartContent content = accuracy();
        for (std::size_t i = 0; i < content.lines[0].curve.y.size(); i += 2) content.lines[0].curve.y[i] += 0.3;
        content.lines.resize(1);
        Shown shown(content);
        content.smoothing = 0.9;
        shown.chart.setContent(content);
        shown.point(shown.canvas->rect().center());
        QVERIFY(!shown.chart.readout()->rows[0].smoothedValue.isEmpty());
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(shown.canvas, &leave);
        QVERIFY(pixelsOf(shown.canvas, runColour(0)) > 60);            // the average
        QVERIFY(pixelsOf(shown.canvas, QColor(178, 213, 232)) > 60);   // the raw line at 30 % on white
    }

    void aFailureIsRedWithItsReason() {
        ChartContent content = accuracy();
        content.marks = {{60.0, QStringLiteral("/runs/random labels"), QStringLiteral("the loss became NaN")}};
        Shown shown(content);
        QVERIFY(pixelsOf(shown.canvas, QColor(198, 40, 40)) > 30);
        QVERIFY(shown.chart.textSummary().contains(QStringLiteral("the loss became NaN")));
    }

    void followsLightAndDark() {
        Shown shown;
        QVERIFY(shown.canvas->grab().toImage().pixelColor(2, 2).lightness() > 200);
        QApplication::setPalette(darkPalette());
        QTRY_VERIFY(shown.canvas->grab().toImage().pixelColor(2, 2).lightness() < 60);
    }

    void saysItselfInWords() {
        Shown shown;
        QVERIFY2(shown.chart.textSummary().startsWith(QStringLiteral(
                     "train accuracy of 2 runs, epochs 0-100; true labels ends at 50.0\u00a0%, random labels ends at "
                     "100.0\u00a0%")),
                 qPrintable(shown.chart.textSummary()));
        ChartContent empty;
        empty.emptyText = QStringLiteral("Curves begin with the first evaluation.");
        shown.chart.setContent(empty);
        QCOMPARE(shown.chart.textSummary(), empty.emptyText);
    }

    void aRunNameIsNeverMarkup() {
        ChartContent content = accuracy();
        content.lines[0].runName = QStringLiteral("<b>%1 &amp;</b>");
        Shown shown(content);
        QVERIFY(shown.chart.textSummary().contains(QStringLiteral("<b>%1 &amp;</b> ends at")));
        const auto* button = legendButton(shown.chart, QStringLiteral("Show <b>%1 &amp;</b>"));
        QVERIFY(button != nullptr);
        QVERIFY(button->toolTip().contains(QStringLiteral("&lt;b&gt;")));
    }
};

QTEST_MAIN(TestCurveChart)
#include "test_curve_chart.moc"
