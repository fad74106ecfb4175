#include "core/runs/metric_table.h"

#include <QtTest>
#include <cmath>
#include <limits>
#include <set>

using namespace overfit;

namespace {

RunMetrics two_epochs() {
    RunMetrics metrics;
    for (std::int64_t epoch = 0; epoch <= 2; ++epoch) {
        EpochMetrics line;
        line.epoch = epoch;
        line.step = epoch * 10;
        line.time_s = static_cast<double>(epoch) * 2.5;
        line.train_loss = 2.3 - static_cast<double>(epoch);
        if (epoch == 1) line.train_loss = std::numeric_limits<double>::quiet_NaN();
        if (epoch > 0) line.running_loss = 5.0;
        if (epoch != 1) line.test_accuracy = 0.1;
        metrics.epochs.push_back(line);
    }
    for (std::int64_t step = 5; step <= 20; step += 5) {
        metrics.steps.push_back(
            {step, static_cast<double>(step) / 10.0, 0.25 * static_cast<double>(step), 1.0, 0.5, 0.05, 1000.0});
    }
    return metrics;
}

}   // namespace

class TestMetricTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyMetricIsNamedExplainedAndFoundOnce() {
        std::set<std::string_view> names, titles;
        for (const Metric& metric : metric_table()) {
            QVERIFY(names.insert(metric.name).second);
            QVERIFY(titles.insert(metric.title).second);
            QVERIFY(metric.explanation.ends_with("."));
            QVERIFY(metric.of_epoch != nullptr || metric.of_step != nullptr);
            QCOMPARE(find_metric(metric.name), &metric);
        }
        QCOMPARE(names.size(), std::size_t{15});
        QCOMPARE(find_metric("test_accuracy")->title, std::string_view("test accuracy (clean labels)"));
        QVERIFY(find_metric("accuracy") == nullptr);
    }

    void everyNumberOfALineHasItsMetric() {
        // A line holds what the table says, under the same name.
        for (const Metric& metric : metric_table()) {
            const std::string key = "\"" + std::string(metric.name) + "\":";
            if (metric.of_epoch != nullptr) QVERIFY(epoch_line({}).find(key) != std::string::npos);
            if (metric.of_step != nullptr) QVERIFY(step_line({}).find(key) != std::string::npos);
        }
    }

    void aCurveFollowsTheAxis() {
        const RunMetrics run = two_epochs();
        const Metric& metric = *find_metric("test_accuracy");
        QCOMPARE(curve_of(run, metric, XAxis::Epoch).x, (std::vector<double>{0, 2}));
        QCOMPARE(curve_of(run, metric, XAxis::Step).x, (std::vector<double>{0, 20}));
        QCOMPARE(curve_of(run, metric, XAxis::Time).x, (std::vector<double>{0, 5}));
    }

    void aNanStaysInTheCurve() {
        const Curve curve = curve_of(two_epochs(), *find_metric("train_loss"), XAxis::Epoch);
        QCOMPARE(curve.y.size(), std::size_t{3});
        QVERIFY(std::isnan(curve.y[1]));
    }

    void runningMetricsTakeTheFinerSteps() {
        const Curve curve = curve_of(two_epochs(), *find_metric("running_loss"), XAxis::Step);
        QCOMPARE(curve.x, (std::vector<double>{5, 10, 15, 20}));
        QCOMPARE(curve.y, (std::vector<double>{1, 1, 1, 1}));
    }

    void runningMetricsFallBackToEpochs() {
        RunMetrics run = two_epochs();
        run.steps.clear();
        QCOMPARE(curve_of(run, *find_metric("running_loss"), XAxis::Step).x, (std::vector<double>{10, 20}));
    }

    void whatOnlyStepsHaveComesFromSteps() {
        QCOMPARE(curve_of(two_epochs(), *find_metric("images_per_second"), XAxis::Epoch).x,
                 (std::vector<double>{0.5, 1, 1.5, 2}));
        QVERIFY(curve_of(two_epochs(), *find_metric("validation_loss"), XAxis::Epoch).x.empty());
    }
};

QTEST_APPLESS_MAIN(TestMetricTable)
#include "test_metric_table.moc"
