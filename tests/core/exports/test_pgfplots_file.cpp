#include "core/exports/pgfplots_file.h"
#include "core/support/error.h"
#include "tests/core/runs/run_samples.h"

#include <QProcess>
#include <QStandardPaths>
#include <QtTest>
#include <limits>

using namespace overfit;

namespace {

std::filesystem::path put_run(const std::filesystem::path& root, const std::string& id, const std::string& name,
                              int epochs = 3) {
    RunRecord record = samples::whole_record();
    record.id = id;
    record.name = name;
    std::string metrics;
    EpochMetrics epoch;
    for (int e = 0; e <= epochs; ++e) {
        epoch.epoch = e;
        epoch.step = 10 * e;
        epoch.time_s = e;
        epoch.train_loss = e == 2 ? std::numeric_limits<double>::quiet_NaN() : e == 3 ? 0.0 : 2.5 / (1 + e);
        epoch.train_accuracy = std::min(1.0, 0.1 + 0.3 * e);
        epoch.test_accuracy = 0.1;
        metrics += epoch_line(epoch) + '\n';
    }
    samples::put(root / id / "run.json", run_record_to_json(record));
    samples::put(root / id / "metrics.jsonl", metrics);
    return root / id;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}   // namespace

class TestPgfplotsFile : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path root_;

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = folder_->path().toStdString();
    }

    void everyPointOfEveryLineIsInTheFile() {
        CurveRequest request;
        request.runs = {put_run(root_, "a", "n")};
        request.metrics = {"train_loss"};
        const std::string text = curves_as_pgfplots(request, {});
        QVERIFY2(has(text, "x y\n0 2.5\n1 1.25\n2 nan\n3 0\n}"), text.c_str());
        QVERIFY(has(text, "ylabel={train loss (nats)}"));
        QVERIFY(has(text, "\\definecolor{run0}{HTML}{0072B2}"));
    }

    void withoutMetricsLossAndAccuracyStandBesideEachOther() {
        CurveRequest request;
        request.runs = {put_run(root_, "a", "n")};
        const std::string text = curves_as_pgfplots(request, {});
        QVERIFY2(has(text, "group size=2 by 1"), text.c_str());
        QVERIFY(has(text, "ylabel={train loss (nats)}") || has(text, "ylabel={loss (nats)}"));
        QVERIFY(has(text, "ylabel={accuracy}"));
        QVERIFY(has(text, "\\addlegendentry{n{,} train}"));
    }

    void ofAGridEachRunHasAnAxisWithTheSameRanges() {
        CurveRequest request;
        request.runs = {put_run(root_, "a", "short", 2), put_run(root_, "b", "middle", 4), put_run(root_, "c", "long", 9)};
        request.metrics = {"train_loss", "test_loss"};
        request.grid = true;
        const std::string text = curves_as_pgfplots(request, {});
        QCOMPARE(QString::fromStdString(text).count("\\nextgroupplot"), 3);
        QCOMPARE(QString::fromStdString(text).count(", xmin=0, xmax=9, ymin=0, ymax=2.5"), 3);
        for (const char* name : {"short", "middle", "long"}) QVERIFY(has(text, "title={" + std::string(name)));
        QVERIFY2(has(text, "group size=2 by 2"), text.c_str());
        QCOMPARE(QString::fromStdString(text).count("\\addlegendentry{train}"), 1);   // once, and no name beside it
        QVERIFY(has(text, "\\addlegendimage{black, solid}\n\\addlegendentry{train}"));
        QCOMPARE(QString::fromStdString(text).count("mark="), 0);
        QVERIFY(has(text, "\\addplot[run2, "));
    }

    void namesAreEscaped() {
        CurveRequest request;
        request.runs = {put_run(root_, "a", "50 % \\input{x} _"), put_run(root_, "b", "b")};
        request.metrics = {"train_accuracy"};
        const std::string text = curves_as_pgfplots(request, {});
        QVERIFY2(has(text, "\\addlegendentry{50 \\% \\textbackslash{}input\\{x\\} \\_}"), text.c_str());
        QVERIFY(has(text, "mark=square"));   // the second run is told apart in grey
        request.names = {"first", "second"};
        QVERIFY(has(curves_as_pgfplots(request, {}), "\\addlegendentry{second}"));
    }

    void aColourThatIsNoneIsThePalettes() {
        CurveRequest request;
        request.runs = {put_run(root_, "a", "a")};
        request.metrics = {"train_loss"};
        samples::put(request.runs.front() / "user.json", "{\"colour\": \"#}{x}%y\"}");
        QVERIFY(has(curves_as_pgfplots(request, {}), "\\definecolor{run0}{HTML}{0072B2}"));
        samples::put(request.runs.front() / "user.json", "{\"colour\": \"#12ab9f\"}");
        QVERIFY(has(curves_as_pgfplots(request, {}), "\\definecolor{run0}{HTML}{12AB9F}"));
    }

    void smoothingAndLeftOutValuesAreToldInWords() {
        CurveRequest request;
        request.runs = {put_run(root_, "a", "n")};
        request.metrics = {"train_loss"};
        request.smoothing = 0.6;
        request.log_y = true;
        const std::string text = curves_as_pgfplots(request, {});
        QVERIFY2(has(text, "smoothed 0.60 \\textperiodcentered{} 1 value of 0 not shown on a log axis"), text.c_str());
        QVERIFY(has(text, "opacity=0.3"));
        QVERIFY(!has(curves_as_pgfplots(request, {.raw = false}), "opacity=0.3"));
    }

    void thinsOnRequest() {
        CurveRequest request;
        request.runs = {put_run(root_, "a", "n", 2000)};
        request.metrics = {"train_accuracy"};
        const std::string all = curves_as_pgfplots(request, {}), some = curves_as_pgfplots(request, {.most_points = 100});
        QVERIFY(std::ranges::count(all, '\n') > 2000);
        QVERIFY(std::ranges::count(some, '\n') < 150);
    }

    void wrongRequestsAreRefused() {
        CurveRequest request;
        request.runs = {put_run(root_, "a", "n")};
        request.metrics = {"train_los"};
        QVERIFY_EXCEPTION_THROWN(curves_as_pgfplots(request, {}), UsageError);
        request.metrics = {"validation_loss"};
        QVERIFY_EXCEPTION_THROWN(curves_as_pgfplots(request, {}), Error);
        request.metrics = {};
        QVERIFY_EXCEPTION_THROWN(curves_as_pgfplots(request, {.width = 0}), UsageError);
        request.runs = {root_ / "nothing"};
        QVERIFY_EXCEPTION_THROWN(curves_as_pgfplots(request, {}), Error);
    }

    void compiles_data() {
        QTest::addColumn<int>("legend");
        QTest::addColumn<bool>("log");
        for (const auto place : {LegendPlace::Below, LegendPlace::Right, LegendPlace::None}) {
            for (const bool log : {false, true})
                QTest::addRow("%d %s", static_cast<int>(place), log ? "log" : "linear") << static_cast<int>(place) << log;
        }
    }
    void compiles() {
        QFETCH(int, legend);
        QFETCH(bool, log);
        const QString latex = QStandardPaths::findExecutable("pdflatex");
        if (latex.isEmpty()) QSKIP("pdflatex is not installed");
        QProcess find;
        find.start("kpsewhich", {"pgfplots.sty"});
        find.waitForFinished();
        if (find.readAllStandardOutput().isEmpty()) QSKIP("pgfplots is not installed");
        CurveRequest request;
        request.runs = {put_run(root_, "a", "50 % \\input{x} _ ü α [=,]"), put_run(root_, "b", "#&~^<>|\"")};
        request.smoothing = 0.5;
        request.log_x = request.log_y = log;
        const FigureOptions options{.title = "90 % & more", .legend = static_cast<LegendPlace>(legend)};
        samples::put(root_ / "figure.tex", curves_as_pgfplots(request, options));
        QProcess compiler;
        compiler.setWorkingDirectory(folder_->path());
        compiler.start(latex, {"-interaction=nonstopmode", "-halt-on-error", "figure.tex"});
        QVERIFY(compiler.waitForFinished(100'000));
        const QByteArray said = compiler.readAllStandardOutput();
        QVERIFY2(compiler.exitCode() == 0, said.right(3000));
        QVERIFY(QFile::exists(folder_->filePath("figure.pdf")));
    }
};

QTEST_GUILESS_MAIN(TestPgfplotsFile)
#include "test_pgfplots_file.moc"
