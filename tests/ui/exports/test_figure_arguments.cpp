#include "core/exports/export_request.h"
#include "tests/ui/exports/written_run.h"
#include "ui/exports/figure_arguments.h"

#include <QImage>
#include <QTest>
#include <cstdio>
#include <functional>
#include <unistd.h>

using namespace overfit;
using namespace overfit::ui;

namespace {

QString jsonOf(const ExportRequest& request) { return QString::fromStdString(export_request_to_json(request)); }

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

class TestFigureArguments : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void drawsRunFoldersFromARequest() {
        QTemporaryDir root;
        const QString run = writeRun(root, QStringLiteral("one")), file = root.filePath(QStringLiteral("figure.png"));
        ExportRequest request;
        request.curves.metrics = {"train_accuracy"};
        request.curves.smoothing = 0.6;
        request.figure.width = 800;
        request.figure.dpi = 300;
        QCOMPARE(renderFigureFromArguments({file, jsonOf(request), run}), 0);
        const QImage image(file);
        QCOMPARE(image.size(), QSize(800, 1000));
        QCOMPARE(qRound(image.dotsPerMeterX() * 0.0254), 300);
    }

    void wrongUseEndsWithTwoAndAHint_data() {
        QTest::addColumn<QString>("request");
        QTest::addColumn<QStringList>("runs");
        QTest::addColumn<QByteArray>("hint");
        const auto with = [](const std::function<void(ExportRequest&)>& change) {
            ExportRequest request;
            change(request);
            return jsonOf(request);
        };
        const QStringList run{QStringLiteral("RUN")};
        QTest::newRow("metric") << with([](auto& r) { r.curves.metrics = {"train_acuracy"}; }) << run
                                << QByteArray("train_accuracy");
        QTest::newRow("width") << with([](auto& r) { r.figure.width = 7; }) << run << QByteArray("200 x 150");
        QTest::newRow("40,000 pixels") << with([](auto& r) { r.figure.width = 40000; }) << run << QByteArray("20000");
        QTest::newRow("smoothing") << with([](auto& r) { r.curves.smoothing = 1.0; }) << run << QByteArray("below 1");
        QTest::newRow("no JSON") << QStringLiteral("--width") << run << QByteArray("overfit export");
        QTest::newRow("no run") << jsonOf({}) << QStringList{} << QByteArray("no run folder");
        QTest::newRow("no such run") << jsonOf({}) << QStringList{"/nowhere/run"} << QByteArray("found nothing");
    }
    void wrongUseEndsWithTwoAndAHint() {
        QFETCH(QString, request);
        QFETCH(QStringList, runs);
        QFETCH(QByteArray, hint);
        QTemporaryDir root;
        runs.replaceInStrings(QStringLiteral("RUN"), writeRun(root, QStringLiteral("one")));
        const QString file = root.filePath(QStringLiteral("o.png"));
        int code = 0;
        const QByteArray errors = errorsOf([&] { code = renderFigureFromArguments(QStringList{file, request} + runs); });
        QCOMPARE(code, 2);
        QVERIFY2(errors.contains(hint), errors.constData());
        QVERIFY(!QFile::exists(file));
    }

    void withoutARequestItIsWrongUse() {
        int code = 0;
        errorsOf([&] { code = renderFigureFromArguments({QStringLiteral("o.png")}); });
        QCOMPARE(code, 2);
    }

    void failuresEndWithOne() {
        QTemporaryDir root;
        const QString run = writeRun(root, QStringLiteral("one"));
        int code = 0;
        errorsOf([&] {
            code = renderFigureFromArguments({root.filePath(QStringLiteral("no/such/folder/o.png")), jsonOf({}), run});
        });
        QCOMPARE(code, 1);
        ExportRequest request;
        request.curves.metrics = {"test_loss"};   // the run has none
        errorsOf([&] { code = renderFigureFromArguments({root.filePath(QStringLiteral("o.png")), jsonOf(request), run}); });
        QCOMPARE(code, 1);
    }
};

QTEST_MAIN(TestFigureArguments)
#include "test_figure_arguments.moc"
