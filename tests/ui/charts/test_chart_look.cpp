#include "tests/ui/charts/shown_chart.h"
#include "tests/ui/live/plausible_runs.h"
#include "ui/charts/chart_picture.h"
#include "ui/curves/run_curves.h"
#include "ui/exports/export_dialog.h"
#include "ui/settings/theme.h"

#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <algorithm>
#include <limits>

using namespace overfit;
using namespace overfit::ui;

namespace {

std::vector<ShownRun> runs(int count) {
    std::vector<ShownRun> made;
    for (int i = 0; i < count; ++i)
        made.push_back(plausibleRun(QStringLiteral("run %1").arg(i + 1), i, i % 2 ? 1.0 : 0.0, 100));
    return made;
}

ChartContent withSmoothing(ChartContent content, double smoothing) {
    content.smoothing = smoothing;
    return content;
}

ChartPicture pictureOf(const ChartContent& content, QSizeF size) {
    ChartView view;
    view.size = size;
    return layOutChart(content, shownLines(content, {}), view);
}

ChartContent diverged() {
    ChartContent content = lossContent(runs(2), {});
    content.lines.resize(2);
    auto& values = content.lines[1].curve.y;
    for (std::size_t i = 40; i < values.size(); ++i) values[i] = std::numeric_limits<double>::quiet_NaN();
    content.marks = {{40.0, content.lines[1].runId, QStringLiteral("the loss became NaN in step 812")}};
    return content;
}

}   // namespace

class TestChartLook : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSmallChartHasFewNumbers() {
        const ChartContent content = accuracyContent(runs(2), {});
        const ChartPicture small = pictureOf(content, {300.0, 200.0}), large = pictureOf(content, {900.0, 600.0});
        QVERIFY(small.frame.xTicks.size() <= 6 && small.frame.yTicks.size() <= 6);
        QVERIFY(small.frame.yTicks.size() >= 2 && large.frame.yTicks.size() > small.frame.yTicks.size());
    }

    void notesGoBelowATitleThatLeavesNoRoom() {
        const ChartContent content = withSmoothing(lossContent(runs(2), {}), 0.6);
        QVERIFY(pictureOf(content, {600.0, 300.0}).frame.notesBesideTitle);
        const ChartPicture narrow = pictureOf(content, {150.0, 200.0});
        QVERIFY(!narrow.frame.notesBesideTitle);
        QVERIFY(narrow.frame.geometry.plot.top() > pictureOf(content, {600.0, 200.0}).frame.geometry.plot.top());
    }

    /// A test curve near chance runs where the word stands otherwise.
    void theWordsOfAReferenceLineKeepOutOfTheCurvesWay() {
        ChartContent content = accuracy();
        content.unit = MetricUnit::Fraction;
        content.references = {{0.1, QStringLiteral("chance 10 %")}};
        content.lines.resize(1);
        content.lines[0].curve.y.assign(content.lines[0].curve.x.size(), 0.9);
        const QSizeF size(600.0, 400.0);
        const QRectF usual = pictureOf(content, size).frame.referenceLabels.at(0).place;
        const ChartGeometry geometry = pictureOf(content, size).frame.geometry;
        QVERIFY(usual.top() > geometry.sceneY(0.1) && usual.right() > geometry.plot.right() - 10.0);
        const double nearChance = geometry.valueAtY(usual.center().y());
        content.lines[0].curve.y.assign(content.lines[0].curve.x.size(), nearChance);
        const QRectF moved = pictureOf(content, size).frame.referenceLabels.at(0).place;
        const double curve = geometry.sceneY(nearChance);
        QVERIFY(geometry.plot.contains(moved));
        QVERIFY2(moved.bottom() < curve || moved.top() > curve, qPrintable(QString::number(moved.top())));
    }

    void theWordsOfAReferenceLineStayInASmallPlot_data() {
        QTest::addColumn<QSizeF>("size");
        QTest::newRow("narrow") << QSizeF(110.0, 300.0);
        QTest::newRow("low") << QSizeF(400.0, 90.0);
    }
    void theWordsOfAReferenceLineStayInASmallPlot() {
        QFETCH(QSizeF, size);
        ChartContent content = accuracy();
        content.references = {{50.0, QStringLiteral("chance, the same for all of the runs: 50 %")}};
        const ChartPicture picture = pictureOf(content, size);
        const auto& [place, words] = picture.frame.referenceLabels.at(0);
        const QRectF plot = picture.frame.geometry.plot;
        QVERIFY(!place.isEmpty() && !words.isEmpty());
        QVERIFY2(plot.adjusted(-0.5, -0.5, 0.5, 0.5).contains(place), qPrintable(QStringLiteral("%1 to %2 in %3 to %4")
                                                                                     .arg(place.left())
                                                                                     .arg(place.right())
                                                                                     .arg(plot.left())
                                                                                     .arg(plot.right())));
        QVERIFY(QFontMetricsF(picture.frame.font).horizontalAdvance(words) <= place.width() + 1.0);
    }

    void aHiddenRunTakesItsMarkAlong() {
        const ChartContent content = diverged();
        const std::vector<ShownLine> all = shownLines(content, {});
        QCOMPARE(layOutChart(content, all, {}).frame.marks.size(), std::size_t{1});
        QSet<QString> hidden;
        for (const ChartLine& line : content.lines) {
            if (line.runId == content.marks[0].runId) hidden.insert(lineKey(line));
        }
        QVERIFY(layOutChart(content, shownLines(content, hidden), {}).frame.marks.empty());
    }

    void manyLinesAreOneDevicePixelThinOnAScreenOnly() {
        const auto widest = [](int count, double devicePixel) {
            const ChartContent content = accuracyContent(runs(count), {});
            ChartView view;
            view.devicePixel = devicePixel;
            double width = 0.0;
            for (const DrawnLine& line : layOutChart(content, shownLines(content, {}), view).lines)
                width = std::max(width, line.pen.widthF());
            return width;
        };
        QCOMPARE(widest(50, 0.5), 0.5);
        QCOMPARE(widest(50, 0.0), curveWidth);   // a figure
        QCOMPARE(widest(2, 0.5), curveWidth);
    }

    void theLegendHasTheCurvesColourInBothThemes() {
        for (const QPalette& palette : {lightPalette(), darkPalette()}) {
            QApplication::setPalette(palette);
            Shown shown(accuracy());
            const QColor colour = readableOn(runColour(0), palette.color(QPalette::Base));
            QVERIFY(pixelsOf(shown.canvas, colour) > 20);
            QVERIFY(pixelsOf(&shown.chart, colour) > pixelsOf(shown.canvas, colour) + 10);
        }
        QApplication::setPalette(lightPalette());
    }

    // Pictures for the eye: OVERFIT_SCREENSHOTS=DIR, with QT_SCALE_FACTOR as wanted.
    void savesScreenshots() {
        const QString folder = qEnvironmentVariable("OVERFIT_SCREENSHOTS");
        if (folder.isEmpty()) QSKIP("OVERFIT_SCREENSHOTS names no folder");
        ChartContent zeros = lossContent(runs(2), {});
        zeros.logX = zeros.logY = true;
        for (std::size_t i = 60; i < 64; ++i) zeros.lines[0].curve.y[i] = 0.0;
        ChartContent none;
        none.title = QStringLiteral("loss");
        none.emptyText = QStringLiteral("Curves begin with the first evaluation.");
        const std::vector<std::pair<QString, ChartContent>> contents{
            {QStringLiteral("empty"), none},
            {QStringLiteral("one"), lossContent(runs(1), {})},
            {QStringLiteral("two"), accuracyContent(runs(2), {})},
            {QStringLiteral("twenty"), accuracyContent(runs(20), {})},
            {QStringLiteral("smoothed"), withSmoothing(lossContent(runs(2), {}), 0.9)},
            {QStringLiteral("log"), zeros},
            {QStringLiteral("diverged"), diverged()}};
        for (const bool dark : {false, true}) {
            QApplication::setPalette(dark ? darkPalette() : lightPalette());
            const QString tone = dark ? QStringLiteral("dark-") : QStringLiteral("light-");
            const auto save = [&](QWidget& widget, const QString& name) {
                QTest::qWait(120);
                QVERIFY(widget.grab().save(QDir(folder).filePath(tone + name + QStringLiteral(".png"))));
            };
            for (const auto& [name, content] : contents) {
                Shown shown(content);
                save(shown.chart, name);
                shown.chart.setLegendShown(false);
                shown.chart.resize(300, 200);
                save(shown.chart, name + QStringLiteral("-small"));
            }
            Shown shown(withSmoothing(accuracyContent(runs(3), {}), 0.9));
            for (int i = 0; i < 3; ++i) QTest::keyClick(shown.canvas, Qt::Key_Period);
            save(shown.chart, QStringLiteral("readout"));
            QTest::keyClick(shown.canvas, Qt::Key_T);
            save(shown.chart, QStringLiteral("table"));
            ExportDialog dialog(
                {{withSmoothing(lossContent(runs(3), {}), 0.9)}, {withSmoothing(accuracyContent(runs(3), {}), 0.9)}});
            dialog.show();
            QTest::qWait(500);
            save(dialog, QStringLiteral("dialog"));
            dialog.setFile(QStringLiteral("figure.tex"));
            QTest::qWait(500);
            save(dialog, QStringLiteral("dialog-latex"));
        }
    }
};

QTEST_MAIN(TestChartLook)
#include "test_chart_look.moc"
