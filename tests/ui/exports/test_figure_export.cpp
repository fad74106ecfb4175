#include "core/support/error.h"
#include "tests/ui/live/plausible_runs.h"
#include "ui/exports/figure_arguments.h"
#include "ui/exports/figure_export.h"
#include "ui/live/run_curves.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>
#include <unistd.h>

using namespace overfit;
using namespace overfit::ui;

namespace {

FigureRequest twoPanels(FigureFormat format) {
    const std::vector<ShownRun> runs{plausibleRun(QStringLiteral("true labels"), 0, 0.0, 100),
                                     plausibleRun(QStringLiteral("random labels"), 1, 1.0, 100)};
    FigureRequest request;
    request.panels = {{lossContent(runs, {})}, {accuracyContent(runs, {})}};
    request.format = format;
    request.size = {1200, 500};
    request.dpi = 144;
    return request;
}

bool hasColour(const QImage& image, const QColor& colour) {
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) == colour) return true;
        }
    }
    return false;
}

/// A run folder with the two files that a figure needs.
QString writeRun(const QTemporaryDir& root, const QString& name) {
    const QString folder = root.filePath(name);
    QDir().mkpath(folder);
    QFile metrics(folder + QStringLiteral("/metrics.jsonl"));
    if (!metrics.open(QIODevice::WriteOnly)) return {};
    for (int epoch = 0; epoch <= 10; ++epoch) {
        EpochMetrics m;
        m.epoch = epoch;
        m.step = 10 * epoch;
        m.time_s = epoch;
        m.train_accuracy = epoch / 10.0;
        m.train_loss = 2.3 - 0.2 * epoch;
        metrics.write(QByteArray::fromStdString(epoch_line(m)) + '\n');
    }
    return folder;
}

/// What a function writes to stderr.
template <typename Function>
QByteArray errorsOf(Function function) {
    std::fflush(stderr);
    std::FILE* file = std::tmpfile();
    const int kept = dup(STDERR_FILENO);
    dup2(fileno(file), STDERR_FILENO);
    function();
    std::fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
    std::rewind(file);
    QByteArray text(4096, '\0');
    text.truncate(static_cast<qsizetype>(std::fread(text.data(), 1, 4096, file)));
    std::fclose(file);
    return text;
}

}   // namespace

class TestFigureExport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pngHasItsSizeResolutionAndColours() {
        const QImage image = QImage::fromData(renderFigure(twoPanels(FigureFormat::Png)), "png");
        QCOMPARE(image.size(), QSize(1200, 500));
        QCOMPARE(qRound(image.dotsPerMeterX() * 0.0254), 144);
        QCOMPARE(image.pixelColor(0, 0), QColor(Qt::white));
        QVERIFY(hasColour(image, runColour(0)));
        QVERIFY(hasColour(image, runColour(1)));
        QVERIFY(!hasColour(image, runColour(2)));
    }

    void transparentFiguresHaveNoBackground() {
        FigureRequest request = twoPanels(FigureFormat::Png);
        request.background = FigureBackground::Transparent;
        const QImage image = QImage::fromData(renderFigure(request), "png");
        QCOMPARE(image.pixelColor(0, 0).alpha(), 0);
        QVERIFY(hasColour(image, runColour(1)));
    }

    void sameInputGivesSameBytes_data() {
        QTest::addColumn<FigureFormat>("format");
        QTest::newRow("png") << FigureFormat::Png;
        QTest::newRow("svg") << FigureFormat::Svg;
        QTest::newRow("pdf") << FigureFormat::Pdf;
    }
    void sameInputGivesSameBytes() {
        QFETCH(FigureFormat, format);
        const QByteArray first = renderFigure(twoPanels(format));
        QTest::qWait(1100);   // a time in the file would differ
        QVERIFY(first.size() > 2000);
        QVERIFY(first == renderFigure(twoPanels(format)));
    }

    void svgAndPdfAreWhatTheySay() {
        QVERIFY(renderFigure(twoPanels(FigureFormat::Svg)).contains("random labels"));
        const QByteArray pdf = renderFigure(twoPanels(FigureFormat::Pdf));
        QVERIFY(pdf.startsWith("%PDF-") && pdf.trimmed().endsWith("%%EOF"));
    }

    void theZoomIsKept() {
        FigureRequest request = twoPanels(FigureFormat::Png);
        const QByteArray whole = renderFigure(request);
        request.panels[0].x = AxisRange{10.0, 20.0};
        QVERIFY(renderFigure(request) != whole);
    }

    void refusesSizesThatNobodyMeans() {
        FigureRequest request = twoPanels(FigureFormat::Png);
        request.size = {20, 500};
        QVERIFY_EXCEPTION_THROWN(renderFigure(request), UsageError);
        request.size = {20000, 20000};
        QVERIFY_EXCEPTION_THROWN(renderFigure(request), UsageError);
    }

    void drawsRunFoldersFromArguments() {
        QTemporaryDir root;
        const QString run = writeRun(root, QStringLiteral("one"));
        const QString file = root.filePath(QStringLiteral("figure.png"));
        const QStringList arguments{file,
                                    QStringLiteral("--format"),
                                    QStringLiteral("png"),
                                    QStringLiteral("--width"),
                                    QStringLiteral("800"),
                                    QStringLiteral("--dpi"),
                                    QStringLiteral("300"),
                                    QStringLiteral("--metric"),
                                    QStringLiteral("train_accuracy"),
                                    QStringLiteral("--smoothing"),
                                    QStringLiteral("0.6"),
                                    run};
        QCOMPARE(renderFigureFromArguments(arguments), 0);
        const QImage image(file);
        QCOMPARE(image.size(), QSize(800, 1000));
        QCOMPARE(qRound(image.dotsPerMeterX() * 0.0254), 300);
    }

    void wrongUseEndsWithTwoAndAHint_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("hint");
        QTest::newRow("metric") << QStringList{"o.png", "--metric", "train_acuracy", "RUN"} << QByteArray("train_accuracy");
        QTest::newRow("axis") << QStringList{"o.png", "--axis", "time", "RUN"} << QByteArray("time_s");
        QTest::newRow("format") << QStringList{"o.bmp", "RUN"} << QByteArray("svg");
        QTest::newRow("width") << QStringList{"o.png", "--width", "wide", "RUN"} << QByteArray("whole number");
        QTest::newRow("size") << QStringList{"o.png", "--width", "7", "RUN"} << QByteArray("200 x 150");
        QTest::newRow("smoothing") << QStringList{"o.png", "--smoothing", "1", "RUN"} << QByteArray("below 1");
        QTest::newRow("option") << QStringList{"o.png", "--colour", "red", "RUN"} << QByteArray("colour");
        QTest::newRow("no run") << QStringList{"o.png"} << QByteArray("no run folder");
        QTest::newRow("no such run") << QStringList{"o.png", "/nowhere/run"} << QByteArray("found nothing");
    }
    void wrongUseEndsWithTwoAndAHint() {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, hint);
        QTemporaryDir root;
        arguments.replaceInStrings(QStringLiteral("RUN"), writeRun(root, QStringLiteral("one")));
        arguments[0] = root.filePath(arguments[0]);
        int code = 0;
        const QByteArray errors = errorsOf([&] { code = renderFigureFromArguments(arguments); });
        QCOMPARE(code, 2);
        QVERIFY2(errors.contains(hint), errors.constData());
        QVERIFY(!QFile::exists(arguments[0]));
    }

    void failuresEndWithOne() {
        QTemporaryDir root;
        const QString run = writeRun(root, QStringLiteral("one"));
        int code = 0;
        errorsOf([&] { code = renderFigureFromArguments({root.filePath(QStringLiteral("no/such/folder/o.png")), run}); });
        QCOMPARE(code, 1);
        errorsOf([&] {
            code = renderFigureFromArguments({root.filePath(QStringLiteral("o.png")), "--metric", "test_loss", run});
        });
        QCOMPARE(code, 1);   // no run has a test loss
    }
};

QTEST_MAIN(TestFigureExport)
#include "test_figure_export.moc"
