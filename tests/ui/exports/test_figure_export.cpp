#include "core/support/error.h"
#include "tests/ui/live/plausible_runs.h"
#include "ui/curves/run_curves.h"
#include "ui/exports/figure_export.h"

#include <QImage>
#include <QTest>
#include <QThread>
#include <QXmlStreamReader>
#include <memory>

using namespace overfit;
using namespace overfit::ui;

namespace {

FigureRequest twoPanels(ExportFormat format) {
    const std::vector<ShownRun> runs{plausibleRun(QStringLiteral("true labels"), 0, 0.0, 100),
                                     plausibleRun(QStringLiteral("random labels"), 1, 1.0, 100)};
    FigureRequest request;
    request.panels = {{lossContent(runs, {})}, {accuracyContent(runs, {})}};
    request.format = format;
    request.options.width = 1200;
    request.options.height = 500;
    request.options.dpi = 144;
    return request;
}

QImage imageOf(const FigureRequest& request) { return QImage::fromData(renderFigure(request), "png"); }

bool hasColour(const QImage& image, const QColor& colour) {
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) == colour) return true;
        }
    }
    return false;
}

/// Pixels that differ clearly in two grey prints.
int greyDifference(const QImage& a, const QImage& b) {
    const QImage greyA = a.convertToFormat(QImage::Format_Grayscale8), greyB = b.convertToFormat(QImage::Format_Grayscale8);
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            if (std::abs(qGray(greyA.pixel(x, y)) - qGray(greyB.pixel(x, y))) > 60) ++count;
        }
    }
    return count;
}

/// All text of an SVG; fails where it is no XML.
QString svgText(const QByteArray& svg) {
    QXmlStreamReader reader(svg);
    QString text;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::Characters) text += reader.text();
    }
    return reader.hasError() ? QStringLiteral("not XML: ") + reader.errorString() : text;
}

}   // namespace

class TestFigureExport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pngHasItsSizeResolutionAndColours() {
        const QImage image = imageOf(twoPanels(ExportFormat::Png));
        QCOMPARE(image.size(), QSize(1200, 500));
        QCOMPARE(qRound(image.dotsPerMeterX() * 0.0254), 144);
        QCOMPARE(image.pixelColor(0, 0), QColor(Qt::white));
        QVERIFY(hasColour(image, runColour(0)));
        QVERIFY(hasColour(image, runColour(1)));
        QVERIFY(!hasColour(image, runColour(2)));
    }

    void transparentFiguresHaveNoBackground() {
        FigureRequest request = twoPanels(ExportFormat::Png);
        request.options.transparent = true;
        const QImage image = imageOf(request);
        QCOMPARE(image.pixelColor(0, 0).alpha(), 0);
        QVERIFY(hasColour(image, runColour(1)));
    }

    void sameInputGivesSameBytes_data() {
        QTest::addColumn<ExportFormat>("format");
        QTest::newRow("png") << ExportFormat::Png;
        QTest::newRow("svg") << ExportFormat::Svg;
        QTest::newRow("pdf") << ExportFormat::Pdf;
    }
    void sameInputGivesSameBytes() {
        QFETCH(ExportFormat, format);
        const QByteArray first = renderFigure(twoPanels(format));
        QTest::qWait(1100);   // a time in the file would differ
        QVERIFY(first.size() > 2000);
        QVERIFY(first == renderFigure(twoPanels(format)));
        QByteArray other;   // the dialog draws in the background
        const std::unique_ptr<QThread> thread(QThread::create([&] { other = renderFigure(twoPanels(format)); }));
        thread->start();
        QVERIFY(thread->wait(20'000));
        QVERIFY(first == other);
    }

    void svgAndPdfAreWhatTheySay() {
        QVERIFY(svgText(renderFigure(twoPanels(ExportFormat::Svg))).contains(QStringLiteral("random labels")));
        const QByteArray pdf = renderFigure(twoPanels(ExportFormat::Pdf));
        QVERIFY(pdf.startsWith("%PDF-") && pdf.trimmed().endsWith("%%EOF"));
    }

    void namesAndTitlesAreNeverMarkup() {
        FigureRequest request = twoPanels(ExportFormat::Svg);
        request.options.title = "<script>&\"' a\nb";
        for (ChartLine& line : request.panels[0].content.lines) line.runName = QStringLiteral("</text><b>&amp;");
        const QString text = svgText(renderFigure(request));
        QVERIFY2(text.contains(QStringLiteral("<script>&\"' a b")), qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("</text><b>&amp;")));
    }

    void theZoomIsKept() {
        FigureRequest request = twoPanels(ExportFormat::Png);
        const QByteArray whole = renderFigure(request);
        request.panels[0].x = AxisRange{10.0, 20.0};
        QVERIFY(renderFigure(request) != whole);
    }

    void smoothingIsToldAndTheRawLineCanGo() {
        FigureRequest request = twoPanels(ExportFormat::Svg);
        for (FigurePanel& panel : request.panels) panel.content.smoothing = 0.6;
        const QByteArray raw = renderFigure(request);
        QVERIFY(svgText(raw).contains(QStringLiteral("smoothed 0.60")));
        QVERIFY(raw.contains("stroke-opacity=\"0.3"));
        request.options.raw = false;
        QVERIFY(!renderFigure(request).contains("stroke-opacity=\"0.3"));
    }

    void aLogAxisTellsWhatItLeavesOut() {
        FigureRequest request = twoPanels(ExportFormat::Svg);
        request.panels.resize(1);
        request.panels[0].content.logY = true;
        auto& values = request.panels[0].content.lines[0].curve.y;
        values[3] = values[4] = values[5] = 0.0;
        values[9] = std::numeric_limits<double>::quiet_NaN();
        QVERIFY2(svgText(renderFigure(request))
                     .contains(QStringLiteral("3 values of 0 not shown on a log axis · 1 value is NaN or infinite")),
                 qPrintable(svgText(renderFigure(request))));
    }

    void runsAreToldApartInGrey() {
        // Two runs with one grey: only the shape tells which is which.
        FigureRequest request = twoPanels(ExportFormat::Png);
        request.panels.erase(request.panels.begin());
        request.options.legend = LegendPlace::None;
        auto& lines = request.panels[0].content.lines;
        const auto last = lines.back();
        lines = {last, last};
        lines[0].runId = QStringLiteral("/runs/first");
        for (ChartLine& line : lines) line.colour = QColor(90, 90, 90);
        std::fill(lines[0].curve.y.begin(), lines[0].curve.y.end(), 0.25);
        std::fill(lines[1].curve.y.begin(), lines[1].curve.y.end(), 0.75);
        const QImage one = imageOf(request);
        std::swap(lines[0], lines[1]);   // the runs change places, and shapes with them
        const QImage other = imageOf(request);
        QVERIFY2(greyDifference(one, other) > 40, qPrintable(QString::number(greyDifference(one, other))));
        request.options.markers = false;
        const QImage plain = imageOf(request);
        std::swap(lines[0], lines[1]);
        QCOMPARE(greyDifference(plain, imageOf(request)), 0);   // without shapes nothing tells them apart
    }

    void theLegendStandsWhereItIsAsked() {
        FigureRequest request = twoPanels(ExportFormat::Svg);
        request.options.legend = LegendPlace::None;
        QVERIFY(!svgText(renderFigure(request)).contains(QStringLiteral("random labels")));
        request.options.legend = LegendPlace::Right;
        QVERIFY(svgText(renderFigure(request)).contains(QStringLiteral("random labels")));
        request.options.title = "a title";
        QVERIFY(svgText(renderFigure(request)).contains(QStringLiteral("a title")));
    }

    void oneLegendServesChartsWithTheSameLines() {
        FigureRequest request = twoPanels(ExportFormat::Svg);
        request.panels[1] = request.panels[0];
        QCOMPARE(svgText(renderFigure(request)).count(QStringLiteral("random labels")), 1);
    }

    void aLegendOfManyRunsTellsHowManyMore() {
        FigureRequest request = twoPanels(ExportFormat::Svg);
        std::vector<ShownRun> runs;
        for (int i = 0; i < 60; ++i) runs.push_back(plausibleRun(QStringLiteral("a long name %1").arg(i), i, 0.0, 10));
        request.panels = {{lossContent(runs, {})}};
        for (const LegendPlace place : {LegendPlace::Below, LegendPlace::Right}) {
            request.options.legend = place;
            const QString text = svgText(renderFigure(request));
            const qsizetype named = text.count(QStringLiteral("a long name"));
            QVERIFY2(text.contains(QStringLiteral("and %1 more").arg(60 - named)), qPrintable(text));
            QVERIFY(named > 3);
        }
    }

    void everySizeAndFontCanBeDrawn() {
        FigureRequest request = twoPanels(ExportFormat::Png);
        request.options = {.width = kSmallestFigureWidth, .height = kSmallestFigureHeight, .font_points = kLargestFont};
        request.options.title = std::string(300, 'x');
        for (const LegendPlace place : {LegendPlace::Below, LegendPlace::Right, LegendPlace::None}) {
            request.options.legend = place;
            QCOMPARE(imageOf(request).size(), QSize(kSmallestFigureWidth, kSmallestFigureHeight));
        }
    }

    void refusesSizesThatNobodyMeans() {
        FigureRequest request = twoPanels(ExportFormat::Png);
        request.options.width = 20;
        QVERIFY_EXCEPTION_THROWN(renderFigure(request), UsageError);
        request.options.width = request.options.height = 20000;
        QVERIFY_EXCEPTION_THROWN(renderFigure(request), UsageError);
        request = twoPanels(ExportFormat::Png);
        request.panels.clear();
        QVERIFY_EXCEPTION_THROWN(renderFigure(request), UsageError);
    }
};

QTEST_MAIN(TestFigureExport)
#include "test_figure_export.moc"
