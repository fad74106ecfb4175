#include "tests/ui/compare/compared_folders.h"
#include "ui/charts/chart_legend.h"
#include "ui/compare/comparison_choice.h"
#include "ui/compare/comparison_curves.h"

#include <QTest>

using namespace overfit;
using namespace overfit::ui;

namespace {

Comparison comparisonOf(const std::vector<ShownRun>& shown, Grouping grouping = Grouping::Seeds) {
    std::vector<ComparedRun> runs;
    for (const ShownRun& run : shown) runs.push_back(read_compared_run(run.id.toStdString()));
    return compare(std::move(runs), grouping);
}

}   // namespace

class TestComparisonCurves : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> root_;

private Q_SLOTS:
    void init() { root_ = std::make_unique<QTemporaryDir>(); }

    void seedsAreOneMeanWithABand() {
        const auto runs = fiveShownRuns(*root_);
        const ChartContent content = overlayContent(runs, comparisonOf(runs), {});
        QCOMPARE(content.lines.size(), std::size_t{4});   // train and test of two groups
        const ChartLine& line = content.lines.front();
        QVERIFY(line.band.has_value());
        QCOMPARE(line.band->low.size(), line.curve.x.size());
        QCOMPARE(line.meanOf.size(), 3);
        QCOMPARE(line.runId, runs[0].id);
        QCOMPARE(line.colour, runs[0].colour);
        QCOMPARE(line.runName, QStringLiteral("random labels (n = 3)"));
        QCOMPARE(content.references.size(), std::size_t{1});   // chance
    }

    void aMeanThatEndsBeforeItsLongestRunSaysSo() {
        std::vector<ShownRun> runs{shownFolder(*root_, QStringLiteral("a"), 1, 1.0, 0, 20),
                                   shownFolder(*root_, QStringLiteral("a"), 2, 1.0, 1, 15)};
        const ChartContent content = overlayContent(runs, comparisonOf(runs), {});
        QCOMPARE(content.lines.front().curve.x.back(), 15.0);
        QCOMPARE(content.lines.front().runName, QStringLiteral("a (n = 2, mean to epoch 15 of 20)"));
    }

    void withoutGroupsEachRunHasItsOwnColour() {
        const auto runs = fiveShownRuns(*root_);
        const ChartContent content = overlayContent(runs, comparisonOf(runs, Grouping::Off), {});
        QCOMPARE(content.lines.size(), std::size_t{10});
        QCOMPARE(content.lines[2].colour, runs[1].colour);
        QVERIFY(!content.lines[2].band);
    }

    void runsThatShareNoPlacesAreDrawnForThemselves() {
        auto runs = fiveShownRuns(*root_);
        for (std::size_t i = 0; i < runs.size(); ++i) {
            RunMetrics metrics = *runs[i].metrics;
            for (EpochMetrics& epoch : metrics.epochs) epoch.time_s += 0.01 * static_cast<double>(i + 1);
            runs[i].metrics = std::make_shared<const RunMetrics>(metrics);
        }
        ComparisonChoice choice;
        choice.curves.axis = XAxis::Time;
        const ChartContent content = overlayContent(runs, comparisonOf(runs), choice);
        QCOMPARE(content.lines.size(), std::size_t{10});
        QCOMPARE(content.lines[1].runName, runs[1].name);
    }

    void gridHasOneChartAGroupWithTheSameAxes() {
        std::vector<ShownRun> runs{shownFolder(*root_, QStringLiteral("long"), 1, 1.0, 0, 40),
                                   shownFolder(*root_, QStringLiteral("short"), 2, 0.0, 1, 10)};
        const auto contents = gridContents(runs, comparisonOf(runs), {});
        QCOMPARE(contents.size(), std::size_t{2});
        QCOMPARE(contents[1].title, QStringLiteral("short"));
        QCOMPARE(contents[1].atLeastX->high, 40.0);
        QVERIFY(contents[1].ofOneRun);
        QCOMPARE(contents[1].lines.front().runName, QStringLiteral("short"));         // tables and file names tell it
        QCOMPARE(legendGroups(contents[1]).front().runName, QStringLiteral("run"));   // the title names it
        QVERIFY(contents[0].atLeastX == contents[1].atLeastX && contents[0].atLeastY == contents[1].atLeastY);
    }

    void aRunThatTheComparisonDoesNotKnowYetIsLeftOut() {
        auto runs = fiveShownRuns(*root_);
        const Comparison comparison = comparisonOf({runs[0], runs[3]});
        QCOMPARE(overlayContent(runs, comparison, {}).lines.size(), std::size_t{4});
        runs.erase(runs.begin());
        QCOMPARE(overlayContent(runs, comparison, {}).lines.size(), std::size_t{2});
    }

    void cleanAndCorruptedAreSplitOnlyWhereLabelsAre() {
        std::vector<ShownRun> runs{shownFolder(*root_, QStringLiteral("random"), 1, 1.0, 0),
                                   shownFolder(*root_, QStringLiteral("true"), 2, 0.0, 1)};
        ComparisonChoice choice;
        choice.curves.quantities = {MetricQuantity::Clean, MetricQuantity::Corrupted};
        const ChartContent content = overlayContent(runs, comparisonOf(runs), choice);
        QCOMPARE(content.lines.size(), std::size_t{2});
        QCOMPARE(content.lines.front().runId, runs[0].id);
    }

    void lossHasNoChanceLine() {
        const auto runs = fiveShownRuns(*root_);
        ComparisonChoice choice;
        choice.unit = MetricUnit::Nats;
        const ChartContent content = overlayContent(runs, comparisonOf(runs), choice);
        QCOMPARE(content.unit, MetricUnit::Nats);
        QVERIFY(content.references.empty());
    }

    void theChoiceSurvivesAsText() {
        ComparisonChoice choice;
        choice.base = QStringLiteral("/runs/über \"a\"");
        choice.groupSeeds = false;
        choice.equalSettings = true;
        choice.layout = ComparisonChoice::Layout::Grid;
        choice.unit = MetricUnit::Nats;
        choice.curves.axis = XAxis::Step;
        choice.curves.smoothing = 0.6;
        choice.curves.logLoss = true;
        choice.curves.quantities = {MetricQuantity::Clean, MetricQuantity::TestCorrupted};
        QVERIFY(choiceFromText(choiceToText(choice)) == choice);
    }

    void aBrokenTextGivesTheDefaults() {
        for (const char* text :
             {"", "{", "[]", R"({"lines": 3, "smoothing": "x", "axis": 7})", R"({"lines": ["nonsense"]})"})
            QVERIFY(choiceFromText(QString::fromLatin1(text)) == ComparisonChoice{});
        QVERIFY(choiceFromText(QStringLiteral(R"({"smoothing": 7})")).curves.smoothing < 1.0);
    }
};

QTEST_APPLESS_MAIN(TestComparisonCurves)
#include "test_comparison_curves.moc"
