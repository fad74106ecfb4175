#include "ui/charts/axis_ticks.h"
#include "ui/charts/chart_geometry.h"
#include "ui/charts/chart_style.h"

#include <QTest>

using namespace overfit::ui;

namespace {

QStringList texts(AxisRange range, AxisScale scale, NumberStyle style, int most) {
    QStringList list;
    for (const AxisTick& tick : axisTicks(range, scale, style, most)) list << tick.text;
    return list;
}

}   // namespace

class TestAxisTicks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rangesGrowInSteps() {
        AxisRange last;
        int changes = 0;
        for (int epoch = 1; epoch <= 100; ++epoch) {
            const AxisRange range = steppedRange({0.0, static_cast<double>(epoch)}, AxisScale::Linear);
            QVERIFY(range.high >= epoch && range.high <= 1.5 * epoch);
            if (range != last) ++changes;
            last = range;
        }
        QVERIFY(changes <= 24);
        QCOMPARE(last, (AxisRange{0.0, 100.0}));
    }

    void rangesOfLogAxesEndOnRoundNumbers() {
        QCOMPARE(steppedRange({0.0013, 2.4}, AxisScale::Log), (AxisRange{0.001, 5.0}));
        const AxisRange one = steppedRange({0.1, 0.1}, AxisScale::Log);
        QVERIFY(one.low < one.high);
    }

    void percentAndThousandsAreWritten() {
        QCOMPARE(texts({0, 1}, AxisScale::Linear, NumberStyle::Percent, 5),
                 QStringList({"0\u00a0%", "20\u00a0%", "40\u00a0%", "60\u00a0%", "80\u00a0%", "100\u00a0%"}));
        QCOMPARE(texts({0, 40000}, AxisScale::Linear, NumberStyle::Whole, 4),
                 QStringList({"0", "10,000", "20,000", "30,000", "40,000"}));
        QCOMPARE(numberText(0.90104, NumberStyle::Percent), QStringLiteral("90.1\u00a0%"));
        QCOMPARE(numberText(2.302585, NumberStyle::Plain), QStringLiteral("2.303"));
        QCOMPARE(numberText(12431.7, NumberStyle::Plain), QStringLiteral("12,432"));
    }

    void wholeAxesHaveNoHalfEpochs() {
        for (const AxisTick& tick : axisTicks({0, 3}, AxisScale::Linear, NumberStyle::Whole, 10))
            QCOMPARE(tick.value, std::round(tick.value));
    }

    void logAxesShowPowersOfTen() {
        QCOMPARE(texts({1e-6, 1}, AxisScale::Log, NumberStyle::Plain, 7),
                 QStringList({"10⁻⁶", "10⁻⁵", "0.0001", "0.001", "0.01", "0.1", "1"}));
        QVERIFY(texts({0.21, 0.24}, AxisScale::Log, NumberStyle::Plain, 5).size() >= 2);   // zoomed in: still numbers
    }

    void zoomKeepsTheCentre() {
        for (const AxisScale scale : {AxisScale::Linear, AxisScale::Log}) {
            ChartGeometry geometry{.plot = QRectF(50, 10, 400, 200), .x = {1, 1000}, .y = {0, 1}, .xScale = scale};
            const double centre = geometry.valueAtX(130.0);
            geometry.x = zoomedRange(geometry.x, scale, centre, 0.5);
            QVERIFY(std::abs(geometry.sceneX(centre) - 130.0) < 1e-6);
        }
    }

    void everyRunColourStandsOutInBothThemes() {
        for (const QColor background : {QColor(Qt::white), QColor(27, 30, 33)}) {
            for (int i = 0; i < 14; ++i) {
                const QColor colour = readableOn(runColour(i), background);
                QVERIFY2(std::abs(colour.lightnessF() - background.lightnessF()) > 0.12f, qPrintable(colour.name()));
            }
        }
        QCOMPARE(runColour(0), QColor(0x00, 0x72, 0xb2));
        QCOMPARE(runColour(1), QColor(0xd5, 0x5e, 0x00));
    }

    void faintTextCanBeReadOnASelectedRow() {
        QPalette palette;
        palette.setColor(QPalette::PlaceholderText, QColor(150, 150, 150));
        const QColor darkSelection(0x24, 0x48, 0x6a), lightSelection(0xc5, 0xda, 0xea);
        QVERIFY(faintTextOn(palette, darkSelection).lightness() > 160);   // 4.5:1 against a luminance of 0.06
        QVERIFY(faintTextOn(palette, lightSelection).lightness() < 110);
        QCOMPARE(faintTextOn(palette, QColor(27, 30, 33)), QColor(150, 150, 150));   // as it is where it can be read
    }
};

QTEST_APPLESS_MAIN(TestAxisTicks)
#include "test_axis_ticks.moc"
