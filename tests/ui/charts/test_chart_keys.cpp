#include "tests/ui/charts/shown_chart.h"

#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>
#include <limits>

using namespace overfit;
using namespace overfit::ui;

namespace {

QAction* entry(CurveChart& chart, const QString& beginning) {
    for (QAction* action : chart.findChild<QToolButton*>()->menu()->actions()) {
        if (action->text().startsWith(beginning)) return action;
    }
    return nullptr;
}

QString description(const Shown& shown) { return shown.canvas->parentWidget()->accessibleDescription(); }

}   // namespace

class TestChartKeys : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void commaAndFullStopMoveTheReadOutFromPlaceToPlace() {
        Shown shown;
        QTest::keyClick(shown.canvas, Qt::Key_Period);
        QVERIFY(shown.chart.readout() != nullptr);
        const double x = shown.chart.readout()->x;
        QTest::keyClick(shown.canvas, Qt::Key_Period);
        QCOMPARE(shown.chart.readout()->x, x + 1.0);
        QTest::keyClick(shown.canvas, Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(shown.canvas, Qt::Key_Comma);
        QCOMPARE(shown.chart.readout()->x, x - 1.0);
        QTest::keyClick(shown.canvas, Qt::Key_Escape);
        QVERIFY(shown.chart.readout() == nullptr);
    }

    void theReadOutIsToldInWordsUntilItEnds() {
        Shown shown;
        const QString summary = description(shown);
        QTest::keyClick(shown.canvas, Qt::Key_Period);
        QVERIFY2(description(shown).startsWith(shown.chart.readout()->title + QStringLiteral(": random labels train ")),
                 qPrintable(description(shown)));
        QTest::keyClick(shown.canvas, Qt::Key_Escape);
        QCOMPARE(description(shown), summary);
    }

    void theReadOutStopsAtTheEndsAndFollowsTheZoom() {
        Shown shown;
        for (int i = 0; i < 4; ++i) QTest::keyClick(shown.canvas, Qt::Key_Plus);
        QVERIFY(shown.chart.zoomedX().has_value());
        for (int i = 0; i < 120; ++i) QTest::keyClick(shown.canvas, Qt::Key_Period);
        QCOMPARE(shown.chart.readout()->x, 100.0);
        QVERIFY(shown.chart.zoomedX()->high >= 100.0);
        for (int i = 0; i < 120; ++i) QTest::keyClick(shown.canvas, Qt::Key_Comma);
        QCOMPARE(shown.chart.readout()->x, 0.0);
        QVERIFY(shown.chart.zoomedX()->low <= 0.0);
    }

    void lettersSwitchTheScales() {
        Shown shown;
        QSignalSpy x(&shown.chart, &CurveChart::logXChanged), y(&shown.chart, &CurveChart::logYChanged);
        QTest::keyClick(shown.canvas, Qt::Key_L, Qt::ShiftModifier);
        QCOMPARE(x.count(), 1);
        QVERIFY(shown.chart.content().logX && !shown.chart.content().logY);
        QVERIFY(entry(shown.chart, QStringLiteral("Logarithmic x"))->isChecked());
        QTest::keyClick(shown.canvas, Qt::Key_L);
        QCOMPARE(y.count(), 1);
        QTest::keyClick(shown.canvas, Qt::Key_L, Qt::ShiftModifier);
        QCOMPARE(x.last().first().toBool(), false);
    }

    void theMenuDoesWhatTheKeysDo() {
        Shown shown;
        entry(shown.chart, QStringLiteral("Logarithmic y"))->trigger();
        QVERIFY(shown.chart.content().logY);
        entry(shown.chart, QStringLiteral("Data table"))->trigger();
        QVERIFY(shown.chart.tableShown());
        entry(shown.chart, QStringLiteral("Data table"))->trigger();
        QVERIFY(!shown.chart.tableShown());
        QSignalSpy smoothing(&shown.chart, &CurveChart::smoothingChanged);
        entry(shown.chart, QStringLiteral("Smoothing"))->menu()->actions().last()->trigger();
        QCOMPARE(smoothing.last().first().toDouble(), 0.97);
    }

    void everyKeyIsToldByWhatsThis() {
        Shown shown;
        const QString help = shown.canvas->parentWidget()->whatsThis();
        for (const char* word : {"arrows", "Home", "Shift+L", "smoothing", "data table", "Shift+Left"})
            QVERIFY2(help.contains(QLatin1String(word)), word);
    }

    void linkedChartsShareTheirRanges() {
        Shown first, second;
        connect(&first.chart, &CurveChart::xRangeChanged, &second.chart, &CurveChart::setXRange);
        connect(&first.chart, &CurveChart::yRangeChanged, &second.chart, &CurveChart::setYRange);
        connect(&first.chart, &CurveChart::xRangeReset, &second.chart, &CurveChart::resetXRange);
        connect(&first.chart, &CurveChart::yRangeReset, &second.chart, &CurveChart::resetYRange);
        QSignalSpy echo(&second.chart, &CurveChart::yRangeChanged);
        QTest::keyClick(first.canvas, Qt::Key_Plus);
        QCOMPARE(second.chart.zoomedX(), first.chart.zoomedX());
        QCOMPARE(second.chart.zoomedY(), first.chart.zoomedY());
        QTest::keyClick(first.canvas, Qt::Key_Up);
        QCOMPARE(second.chart.zoomedY(), first.chart.zoomedY());
        QTest::keyClick(first.canvas, Qt::Key_Home);
        QVERIFY(!second.chart.zoomedX() && !second.chart.zoomedY());
        QCOMPARE(echo.count(), 0);   // told, not telling
    }

    void aLinkedChartThatIsZoomedItselfTellsOnce() {
        Shown shown;
        QSignalSpy changed(&shown.chart, &CurveChart::yRangeChanged);
        QTest::keyClick(shown.canvas, Qt::Key_Plus);
        QCOMPARE(changed.count(), 1);
    }

    void aSmallChartWithoutLegendKeepsItsRoomForCurves() {
        Shown shown;
        shown.chart.setLegendShown(false);
        shown.chart.resize(300, 200);
        QCOMPARE(shown.chart.wantedLegendHeight(), 0);
        QTRY_COMPARE(shown.canvas->height(), 200);
        QVERIFY(pixelsOf(shown.canvas, runColour(1)) > 60);
    }

    /// Two runs whose names fill a row each are both seen in a low chart; a very low one is left to its curves.
    void aLowChartNamesTwoRuns() {
        ChartContent content = accuracy();
        for (std::size_t run = 0; run < 2; ++run)
            content.lines[run].runName = QStringLiteral("random labels, small Inception, seed %1").arg(run);
        Shown shown(content);
        shown.chart.resize(320, 420);
        const int two = shown.chart.wantedLegendHeight();
        shown.chart.resize(320, 220);
        QCOMPARE(shown.chart.wantedLegendHeight(), two);
        shown.chart.resize(320, 150);
        QVERIFY(shown.chart.wantedLegendHeight() < two);
    }

    void whatALogAxisLeavesOutIsInTheSummary() {
        ChartContent content = accuracy();
        content.lines[0].curve.y[3] = 0.0;
        content.lines[0].curve.y[4] = std::numeric_limits<double>::quiet_NaN();
        content.logY = true;
        const Shown shown(content);
        QVERIFY2(shown.chart.textSummary().contains(
                     QStringLiteral("1 value of 0 not shown on a log axis · 1 value is NaN or infinite")),
                 qPrintable(shown.chart.textSummary()));
    }
};

QTEST_MAIN(TestChartKeys)
#include "test_chart_keys.moc"
