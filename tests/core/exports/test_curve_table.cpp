#include "core/exports/curve_table.h"
#include "core/support/error.h"
#include "tests/core/runs/run_samples.h"

#include <QtTest>
#include <clocale>
#include <limits>

using namespace overfit;

namespace {

std::string small_metrics() {
    std::string text;
    EpochMetrics epoch;
    epoch.train_loss = 2.5;
    text += epoch_line(epoch) + '\n';
    text += step_line({5, 0.5, 1.25, 2, 0.5, 0.05, 1000}) + '\n';
    epoch.epoch = 1;
    epoch.step = 10;
    epoch.time_s = 2.5;
    epoch.train_loss = std::numeric_limits<double>::quiet_NaN();
    epoch.test_accuracy = 0.1;
    epoch.running_loss = 2.25;
    text += epoch_line(epoch) + '\n';
    epoch.epoch = 2;
    epoch.step = 20;
    epoch.time_s = 5;
    epoch.train_loss = 0.5;
    text += epoch_line(epoch) + '\n';
    return text;
}

std::filesystem::path put_run(const std::filesystem::path& root, const std::string& id, const std::string& name) {
    RunRecord record = samples::whole_record();
    record.id = id;
    record.name = name;
    samples::put(root / id / "run.json", run_record_to_json(record));
    samples::put(root / id / "metrics.jsonl", small_metrics());
    return root / id;
}

}   // namespace

class TestCurveTable : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path root_;

    static CurveRequest request(std::vector<std::filesystem::path> runs, std::vector<std::string> metrics,
                                TableLayout layout = TableLayout::Tidy) {
        CurveRequest wanted;
        wanted.runs = std::move(runs);
        wanted.metrics = std::move(metrics);
        wanted.layout = layout;
        return wanted;
    }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = folder_->path().toStdString();
    }

    void tidyHasEveryPointOfStepsAndEpochs() {
        const std::string csv = curves_as_csv(request({put_run(root_, "a", "first, run")}, {"train_loss", "running_loss"}));
        QCOMPARE(csv, std::string("run,name,kind,step,epoch,time_s,metric,value\r\n"
                                  "a,\"first, run\",epoch,0,0,0,train_loss,2.5\r\n"
                                  "a,\"first, run\",epoch,10,1,2.5,train_loss,NaN\r\n"
                                  "a,\"first, run\",epoch,20,2,5,train_loss,0.5\r\n"
                                  "a,\"first, run\",epoch,10,1,2.5,running_loss,2.25\r\n"
                                  "a,\"first, run\",epoch,20,2,5,running_loss,2.25\r\n"
                                  "a,\"first, run\",step,5,0.5,1.25,running_loss,2\r\n"));
    }

    void aNameOfTheRequestGoesBeforeTheRunsOwn() {
        CurveRequest wanted = request({put_run(root_, "a", "n")}, {"train_loss"});
        wanted.names = {"n (seed 3)"};
        QVERIFY(curves_as_csv(wanted).find("\r\na,n (seed 3),epoch,0,") != std::string::npos);
        wanted.names = {""};
        QVERIFY(curves_as_csv(wanted).find("\r\na,n,epoch,0,") != std::string::npos);
    }

    void smoothingAddsAColumnAndTheRawOneStays() {
        CurveRequest wanted = request({put_run(root_, "a", "n")}, {"train_loss"});
        wanted.smoothing = 0.5;
        QCOMPARE(curves_as_csv(wanted), std::string("run,name,kind,step,epoch,time_s,metric,value,smoothed\r\n"
                                                    "a,n,epoch,0,0,0,train_loss,2.5,2.5\r\n"
                                                    "a,n,epoch,10,1,2.5,train_loss,NaN,NaN\r\n"
                                                    "a,n,epoch,20,2,5,train_loss,0.5,1.1666666666666667\r\n"));
    }

    void wideHasAColumnForEachRunAndMetric() {
        const auto a = put_run(root_, "a", "one"), b = put_run(root_, "b", "two");
        const std::string csv = curves_as_csv(request({a, b}, {"train_loss", "test_accuracy"}, TableLayout::Wide));
        QCOMPARE(csv, std::string("epoch,a/train_loss,a/test_accuracy,b/train_loss,b/test_accuracy\r\n"
                                  "0,2.5,,2.5,\r\n"
                                  "1,NaN,0.1,NaN,0.1\r\n"
                                  "2,0.5,0.1,0.5,0.1\r\n"));
    }

    void wideJoinsStepsAndEpochsOnOneAxis() {
        CurveRequest wanted = request({put_run(root_, "a", "one")}, {"train_loss", "images_per_second"}, TableLayout::Wide);
        wanted.axis = XAxis::Time;
        wanted.smoothing = 0.5;
        QCOMPARE(curves_as_csv(wanted),
                 std::string("time_s,a/train_loss,a/train_loss/smoothed,a/images_per_second,a/images_per_second/smoothed\r\n"
                             "0,2.5,2.5,,\r\n"
                             "1.25,,,1000,1000\r\n"
                             "2.5,NaN,NaN,,\r\n"
                             "5,0.5,1.1666666666666667,,\r\n"));
    }

    void withoutMetricsAllThatARunHasAreThere() {
        const std::string csv = curves_as_csv(request({put_run(root_, "a", "n")}, {}));
        for (const char* name :
             {",train_loss,", ",test_accuracy,", ",running_loss,", ",learning_rate,", ",images_per_second,"}) {
            QVERIFY2(csv.find(name) != std::string::npos, name);
        }
        QVERIFY(csv.find("validation") == std::string::npos);
    }

    void aNameCannotBecomeAFormula_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("cell");
        QTest::newRow("equals") << "=1+1"
                                << "'=1+1";
        QTest::newRow("plus") << "+1"
                              << "'+1";
        QTest::newRow("minus") << "-1"
                               << "'-1";
        QTest::newRow("at") << "@a"
                            << "'@a";
        QTest::newRow("tab") << "\ta"
                             << "'\ta";
        QTest::newRow("return") << "\ra"
                                << "\"'\ra\"";
        QTest::newRow("quoted formula") << "=HYPERLINK(\"x\",1)"
                                        << "\"'=HYPERLINK(\"\"x\"\",1)\"";
        QTest::newRow("plain") << "p = 1"
                               << "p = 1";
        QTest::newRow("quotes") << "a \"b\""
                                << "\"a \"\"b\"\"\"";
        QTest::newRow("lines") << "a\nb"
                               << "\"a\nb\"";
    }
    void aNameCannotBecomeAFormula() {
        QFETCH(QString, name);
        QFETCH(QString, cell);
        const std::string csv = curves_as_csv(request({put_run(root_, "a", name.toStdString())}, {"test_accuracy"}));
        QVERIFY2(csv.find("\r\na," + cell.toStdString() + ",epoch,") != std::string::npos, csv.c_str());
    }

    void anIdCannotBecomeAFormulaInTheHeader() {
        const std::string csv = curves_as_csv(request({put_run(root_, "=a", "n")}, {"test_accuracy"}, TableLayout::Wide));
        QVERIFY2(csv.starts_with("epoch,'=a/test_accuracy\r\n"), csv.c_str());
    }

    void numbersDoNotFollowTheLocale() {
        const auto run = put_run(root_, "a", "n");
        const std::string expected = curves_as_csv(request({run}, {"train_loss"}));
        if (std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr) QSKIP("the locale de_DE.UTF-8 is not installed");
        const std::string csv = curves_as_csv(request({run}, {"train_loss"}));
        std::setlocale(LC_ALL, "C");
        QCOMPARE(csv, expected);
    }

    void anUnknownMetricTellsTheNearest() {
        try {
            curves_as_csv(request({}, {"test_acuracy"}));
            QFAIL("accepted");
        } catch (const UsageError& error) {
            QVERIFY2(std::string(error.what()).find("the nearest is test_accuracy") != std::string::npos, error.what());
        }
    }

    void aWrongSmoothingIsRefused() {
        CurveRequest wanted = request({}, {});
        for (const double weight : {-0.1, 1.0, std::numeric_limits<double>::quiet_NaN()}) {
            wanted.smoothing = weight;
            QVERIFY_EXCEPTION_THROWN(curves_as_csv(wanted), UsageError);
        }
    }

    void aRunThatCannotBeReadIsAnError() {
        QVERIFY_EXCEPTION_THROWN(curves_as_csv(request({root_ / "nothing"}, {})), Error);
    }
};

QTEST_APPLESS_MAIN(TestCurveTable)
#include "test_curve_table.moc"
