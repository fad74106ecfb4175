#include "tests/core/comparison/compared_samples.h"

#include <QtTest>
#include <cmath>
#include <limits>

using namespace overfit;
using samples::compared_run;

namespace {

const std::optional<ResultCell>& cell(const Comparison& comparison, std::size_t group, std::string_view measure) {
    static const std::optional<ResultCell> none;
    for (std::size_t column = 0; column < comparison.results.columns.size(); ++column) {
        if (comparison.results.columns[column]->name == measure) return comparison.results.rows[group].cells[column];
    }
    return none;
}

bool near(double a, double b) { return std::abs(a - b) < 1e-12; }

}   // namespace

class TestResultsTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void groupsHaveMeanSpreadAndDifference() {
        const Comparison comparison = compare(samples::two_experiments(), Grouping::Seeds);
        const ResultCell& test = *cell(comparison, 1, "test_accuracy");
        QCOMPARE(test.statistics.n, std::size_t{3});
        QVERIFY(near(test.statistics.mean, 0.82));
        QVERIFY(near(*test.statistics.standard_deviation, 0.02));
        QVERIFY(near(test.difference->difference, 0.71));
        // sqrt(0.02^2 / 3 + 0.01^2 / 3)
        QVERIFY(near(*test.difference->standard_error, std::sqrt(0.0005 / 3.0)));
        QVERIFY(!cell(comparison, 0, "test_accuracy")->difference);   // the base itself
        QVERIFY(near(cell(comparison, 1, "generalisation_gap")->statistics.mean, 0.18));
    }

    void theBaseIsTheGroupOfTheRunNamed() {
        const Comparison comparison = compare(samples::two_experiments(), Grouping::Seeds, 4);
        QCOMPARE(comparison.base, std::size_t{1});
        QVERIFY(near(cell(comparison, 0, "test_accuracy")->difference->difference, -0.71));
    }

    void bestLooksTheRightWay() {
        const Comparison comparison = compare(samples::two_experiments(), Grouping::Seeds);
        QVERIFY(cell(comparison, 1, "test_accuracy")->best);   // higher
        QVERIFY(!cell(comparison, 0, "test_accuracy")->best);
        QVERIFY(cell(comparison, 1, "generalisation_gap")->best);   // lower
        QVERIFY(!cell(comparison, 0, "train_accuracy")->best);      // equal: nobody is ahead
        QVERIFY(!cell(comparison, 1, "train_accuracy")->best);
        QVERIFY(!cell(comparison, 0, "labels_changed_fraction")->best);   // no merit
    }

    void aGapBelowZeroIsNoMerit() {
        std::vector<ComparedRun> runs = samples::two_experiments();
        for (std::size_t run = 0; run < 3; ++run) runs[run].listing.record->final_metrics->train_accuracy = 0.02;
        const Comparison comparison = compare(runs, Grouping::Seeds);
        QVERIFY(cell(comparison, 0, "generalisation_gap")->statistics.mean < 0.0);
        for (const std::size_t group : {0, 1}) QVERIFY(!cell(comparison, group, "generalisation_gap")->best);
    }

    void columnsThatNobodyHasAreLeftOut() {
        const Comparison comparison = compare(samples::two_experiments(), Grouping::Seeds);
        for (const ResultMeasure* measure : comparison.results.columns) QVERIFY(measure->name != "clean_accuracy");
    }

    void notEverySeedFitted() {
        std::vector<ComparedRun> runs = samples::two_experiments();
        runs[1].listing.record->fitted.reset();
        runs[1].listing.record->status = RunStatus::Completed;
        const Comparison comparison = compare(runs, Grouping::Seeds);
        QCOMPARE(cell(comparison, 0, "fitted_epoch")->statistics.n, std::size_t{2});
        QCOMPARE(comparison.results.rows[0].status, std::string("2 fitted, 1 completed"));
    }

    void aGroupOfWhichOnlySomeFittedIsNeverBest() {
        std::vector<ComparedRun> runs = samples::two_experiments();
        for (std::size_t run = 0; run < 3; ++run) runs[run].listing.record->fitted->epoch = 10;
        QVERIFY(cell(compare(runs, Grouping::Seeds), 0, "fitted_epoch")->best);
        runs[1].listing.record->fitted.reset();
        QVERIFY(!cell(compare(runs, Grouping::Seeds), 0, "fitted_epoch")->best);
    }

    void aGroupWithARunThatBrokeOffIsNeverBest_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("may_win");
        const auto row = [](RunStatus status, bool may_win) {
            QTest::addRow("%s", std::string(status_name(status)).c_str()) << static_cast<int>(status) << may_win;
        };
        for (const RunStatus status : {RunStatus::Running, RunStatus::Diverged, RunStatus::Failed, RunStatus::Interrupted})
            row(status, false);
        for (const RunStatus status :
             {RunStatus::Completed, RunStatus::Fitted, RunStatus::EarlyStopped, RunStatus::Cancelled})
            row(status, true);
    }
    void aGroupWithARunThatBrokeOffIsNeverBest() {
        QFETCH(int, status);
        QFETCH(bool, may_win);
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 2, 0, 0.9),
                                      compared_run("c", 3, 0, 0.7)};
        runs[1].listing.record->status = static_cast<RunStatus>(status);
        const Comparison comparison = compare(runs, Grouping::Off);
        QCOMPARE(cell(comparison, 1, "test_accuracy")->best, may_win);
        QCOMPARE(cell(comparison, 0, "test_accuracy")->best, !may_win);
    }

    void anotherTestSetIsNotComparable() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 2, 0, 0.9),
                                      compared_run("c", 3, 0, 0.7)};
        runs[1].listing.record->data->test_examples = 100;
        const Comparison comparison = compare(runs, Grouping::Off);
        const ResultCell& other = *cell(comparison, 1, "test_accuracy");
        QCOMPARE(other.not_comparable, std::string("other test set"));
        QVERIFY(!other.difference && !other.best);
        QVERIFY(cell(comparison, 0, "test_accuracy")->best);   // of those that can be compared
        QVERIFY(cell(comparison, 1, "train_accuracy")->not_comparable.empty());
    }

    void anotherTrainingSetIsNotComparableInWhatIsMeasuredOnIt() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 2, 0, 0.9)};
        runs[1].listing.record->data->train_examples = 1000;
        const Comparison comparison = compare(runs, Grouping::Off);
        QCOMPARE(cell(comparison, 1, "train_accuracy")->not_comparable, std::string("other training set"));
        QCOMPARE(cell(comparison, 1, "generalisation_gap")->not_comparable, std::string("other training set"));
        QVERIFY(cell(comparison, 1, "test_accuracy")->not_comparable.empty());
    }

    void otherBytesAreAnotherDataSet() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 2, 0, 0.9)};
        runs[1].listing.record->data->sha256 = std::string(64, 'b');
        QCOMPARE(cell(compare(runs, Grouping::Off), 1, "test_accuracy")->not_comparable, std::string("other test set"));
        runs[1].listing.record->data->sha256.clear();   // not recorded: no contradiction
        QVERIFY(cell(compare(runs, Grouping::Off), 1, "test_accuracy")->not_comparable.empty());
    }

    void timesOfAnotherMachineAreNotComparable() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 2, 0, 0.9)};
        runs[1].listing.record->threads = 64;
        const Comparison comparison = compare(runs, Grouping::Off);
        QCOMPARE(cell(comparison, 1, "fitted_time_s")->not_comparable, std::string("other machine"));
        QVERIFY(cell(comparison, 1, "fitted_epoch")->not_comparable.empty());
    }

    void aRunWithAnAuditErrorIsMarkedAndNeverBest() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 2, 0, 0.9),
                                      compared_run("c", 3, 0, 0.7)};
        runs[1].listing.record->audit->findings = {{FindingLevel::Error, "test-labels-corrupted", "x"},
                                                   {FindingLevel::Warning, "scaling", "y"}};
        const Comparison comparison = compare(runs, Grouping::Off);
        QVERIFY(comparison.results.rows[0].audit == AuditVerdict::Passed);
        QVERIFY(comparison.results.rows[1].audit == AuditVerdict::Errors);
        QCOMPARE(comparison.results.rows[1].audit_errors, std::size_t{1});
        QVERIFY(!cell(comparison, 1, "test_accuracy")->best);
        QVERIFY(cell(comparison, 0, "test_accuracy")->best);
    }

    void aGroupIsAuditedOnlyIfEachOfItsRunsIs() {
        std::vector<ComparedRun> runs = samples::two_experiments();
        runs[2].listing.record->audit.reset();
        QVERIFY(compare(runs, Grouping::Seeds).results.rows[0].audit == AuditVerdict::NotAudited);
    }

    void aDivergedRunHasNoDifferenceAndIsNotBest() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 2, 0, 0.9),
                                      compared_run("c", 3, 0, 0.7)};
        for (ComparedRun& run : runs) run.listing.record->final_metrics->train_loss = 0.5;
        runs[1].listing.record->final_metrics->train_loss = std::numeric_limits<double>::quiet_NaN();
        const Comparison comparison = compare(runs, Grouping::Off);
        QVERIFY(std::isnan(cell(comparison, 1, "train_loss")->statistics.mean));
        QVERIFY(!cell(comparison, 1, "train_loss")->difference && !cell(comparison, 1, "train_loss")->best);
    }

    void anUnreadableRunHasARowWithoutNumbers() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 2, 0, 0.9)};
        runs[0].listing.record.reset();
        const Comparison comparison = compare(runs, Grouping::Seeds);
        QCOMPARE(comparison.results.rows[0].status, std::string("can't be read"));
        QVERIFY(!cell(comparison, 0, "test_accuracy"));
        QCOMPARE(cell(comparison, 1, "test_accuracy")->not_comparable, std::string("the base can't be read"));
    }

    void noRunsCompareToNothing() {
        const Comparison comparison = compare({}, Grouping::Seeds);
        QVERIFY(comparison.groups.empty() && comparison.results.rows.empty() && comparison.results.columns.empty());
    }
};

QTEST_APPLESS_MAIN(TestResultsTable)
#include "test_results_table.moc"
