#include "core/comparison/comparison_tables.h"
#include "tests/core/comparison/compared_samples.h"

#include <QtTest>
#include <nlohmann/json.hpp>

using namespace overfit;
using samples::compared_run;

namespace {

Comparison two_groups() { return compare(samples::two_experiments(), Grouping::Seeds); }

std::vector<std::string> row_texts(const Table& table, const std::string& title) {
    std::vector<std::string> texts;
    for (const auto& row : table.rows) {
        if (row.front().text != title) continue;
        for (std::size_t i = 1; i < row.size(); ++i) texts.push_back(row[i].text);
    }
    return texts;
}

bool any_note_has(const Table& table, const std::string& part) {
    return std::any_of(table.notes.begin(), table.notes.end(),
                       [&](const std::string& note) { return note.find(part) != std::string::npos; });
}

using Texts = std::vector<std::string>;

}   // namespace

class TestComparisonTables : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void resultsForReading() {
        const std::string expected =
            "| result | random labels (n = 3, base) | true labels (n = 3) |\n"
            "| --- | ---: | ---: |\n"
            "| train accuracy | 100.0 \u00b1 0.0 % | 100.0 \u00b1 0.0 % |\n"
            "| test accuracy | 11.0 \u00b1 1.0 % | **82.0 \u00b1 2.0 % (+71.0 \u00b1 1.3)** |\n"
            "| train - test | 89.0 \u00b1 1.0 % | **18.0 \u00b1 2.0 % (\u221271.0 \u00b1 1.3)** |\n"
            "| best accuracy | 11.0 \u00b1 1.0 % | **82.0 \u00b1 2.0 % (+71.0 \u00b1 1.3)** |\n"
            "| fitted at epoch | 40 \u00b1 0 | 40 \u00b1 0 |\n"
            "| fitted at step | 4,000 \u00b1 0 | 4,000 \u00b1 0 |\n"
            "| time to fit | 39 s \u00b1 0 s | 39 s \u00b1 0 s |\n"
            "| epochs | 40 \u00b1 0 | 40 \u00b1 0 |\n"
            "| duration | 40 s \u00b1 0 s | 40 s \u00b1 0 s |\n"
            "| labels changed | 90.0 \u00b1 0.0 % | 0.0 \u00b1 0.0 % (\u221290.0 \u00b1 0.0) |\n"
            "| parameters | 407,050 \u00b1 0 | 407,050 \u00b1 0 |\n"
            "| status | fitted | fitted |\n"
            "| audit | passed | passed |\n"
            "\n"
            "\u00b1 one standard deviation over seeds; a single run has no spread.  \n"
            "Differences are to random labels, \u00b1 standard error; ?: less than twice that, may be chance.  \n"
            "Best accuracy: chosen by looking at the test set, it flatters.  \n";
        QCOMPARE(QString::fromStdString(table_as_markdown(results_text_table(two_groups()))),
                 QString::fromStdString(expected));
    }

    void whatDiffersNowhereNeedsNoNoteOnDifferences() {
        const auto run = [](const char* name) { return compared_run(name, 1, 1, 0.1); };
        QVERIFY(!any_note_has(results_text_table(compare({run("a"), run("b")}, Grouping::Off)), "Differences are to"));
    }

    void singleRunsSayThatTheyHaveNoSpread() {
        const Table table =
            results_text_table(compare({compared_run("a", 1, 0, 0.8), compared_run("b", 2, 1, 0.1)}, Grouping::Seeds));
        QCOMPARE(row_texts(table, "test accuracy"), (Texts{"80.0 %", "10.0 %"}));
        QVERIFY(any_note_has(table, "n = 1"));
        QVERIFY(!any_note_has(table, "standard error"));
    }

    void aDifferenceToASingleRunIsSaidToHaveNoStandardError() {
        std::vector<ComparedRun> runs = samples::two_experiments();
        runs.resize(4);
        QVERIFY(any_note_has(results_text_table(compare(runs, Grouping::Seeds)), "no standard error"));
        QVERIFY(!any_note_has(results_text_table(two_groups()), "no standard error"));
    }

    void seedsOfAGroupStandInOneCell() {
        const Table table = differences_table(two_groups());
        QCOMPARE(table.titles, (Texts{"setting", "random labels (n = 3, base)", "true labels (n = 3)"}));
        QCOMPARE(row_texts(table, "Seed"), (Texts{"1, 2, 3", "4, 5, 6"}));
        QCOMPARE(table.rows.size(), std::size_t{2});   // the corruption and the seed
    }

    void manySeedsAreCounted() {
        std::vector<ComparedRun> runs;
        for (std::uint64_t seed = 1; seed <= 9; ++seed) runs.push_back(compared_run("a", seed, 1, 0.1));
        QCOMPARE(row_texts(differences_table(compare(runs, Grouping::Seeds)), "Seed"),
                 (Texts{"1, 2, 3, 4, 5, 6 and 3 more"}));
    }

    void anAuditErrorStandsInEveryTable() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 2, 1, 0.9)};
        runs[1].listing.record->audit->findings = {{FindingLevel::Error, "labels-not-corrupted", "x"}};
        const Comparison comparison = compare(runs, Grouping::Seeds);
        QCOMPARE(differences_table(comparison).titles[2], std::string("b (audit error)"));
        QCOMPARE(results_text_table(comparison).titles[2], std::string("b (audit error)"));
        QCOMPARE(row_texts(results_text_table(comparison), "audit"), (Texts{"passed", "1 error"}));
        QCOMPARE(results_data_table(comparison).rows[1][5].text, std::string("errors"));
    }

    void whatIsNotComparableIsMarkedAndExplained() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 2, 1, 0.9)};
        runs[1].listing.record->data->test_examples = 100;
        const Table table = results_text_table(compare(runs, Grouping::Seeds));
        QCOMPARE(row_texts(table, "test accuracy"), (Texts{"80.0 %", "90.0 % \u2020"}));
        QVERIFY(any_note_has(table, "\u2020 not comparable with a: other test set."));
    }

    void aMissingConfigurationIsNamed() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 2, 1, 0.9),
                                      compared_run("c", 1, 1, 0.9)};
        runs[1].config.reset();
        runs[1].config_problem = "config.yaml: no such file";
        const Table table = differences_table(compare(runs, Grouping::Seeds));
        QCOMPARE(table.rows.front()[2].text, std::string("not known"));
        QVERIFY(any_note_has(table, "b: config.yaml: no such file"));
    }

    void missingFitsOfAGroupAreCounted() {
        std::vector<ComparedRun> runs = samples::two_experiments();
        runs[0].listing.record->fitted.reset();
        const Table table = results_text_table(compare(runs, Grouping::Seeds));
        QCOMPARE(row_texts(table, "fitted at epoch").front(), std::string("40 \u00b1 0 (2 of 3)"));
    }

    void beyondEightColumnsTheTableTurnsOver() {
        std::vector<ComparedRun> runs;
        for (std::uint64_t seed = 1; seed <= 9; ++seed) runs.push_back(compared_run("a", seed, 1, 0.1));
        const Table nine = in_readable_direction(results_text_table(compare(runs, Grouping::Off)));
        QCOMPARE(nine.titles[1], std::string("train accuracy"));
        QCOMPARE(nine.rows.size(), std::size_t{9});
        runs.pop_back();
        QCOMPARE(in_readable_direction(results_text_table(compare(runs, Grouping::Off))).titles.size(), std::size_t{9});
    }

    void csvIsOneRowAGroupWithEveryDigit() {
        const std::string csv = table_as_csv(results_data_table(two_groups()));
        QVERIFY2(csv.starts_with("name,n,runs,base,status,audit,train_accuracy,train_accuracy_n,train_accuracy_sd,"
                                 "train_accuracy_min,train_accuracy_max,train_accuracy_difference,"
                                 "train_accuracy_difference_se,train_accuracy_not_comparable,test_accuracy,"),
                 csv.c_str());
        QVERIFY2(csv.find("\r\nrandom labels,3,20260131T120000Z-run-1001 20260131T120000Z-run-1002 "
                          "20260131T120000Z-run-1003,base,fitted,passed,1,3,0,1,1,,,,0.11,3,") != std::string::npos,
                 csv.c_str());
        QCOMPARE(std::count(csv.begin(), csv.end(), '\n'), std::ptrdiff_t{3});
    }

    void differencesAsCsvAreUnderTheNamesOfYaml() {
        const Comparison comparison =
            compare({compared_run("a", 1, 0, 0.8), compared_run("b", 2, 0.5, 0.1)}, Grouping::Seeds);
        QCOMPARE(table_as_csv(differences_data_table(comparison)),
                 std::string("key,20260131T120000Z-run-1001,20260131T120000Z-run-1002\r\n"
                             "corruption.labels.fraction,0,0.5\r\n"
                             "seed,1,2\r\n"));
    }

    void jsonHoldsGroupsAndDifferences() {
        const auto json = nlohmann::json::parse(comparison_as_json(two_groups()));
        QCOMPARE(json["runs"].size(), std::size_t{6});
        QCOMPARE(json["groups"][1]["runs"], nlohmann::json({3, 4, 5}));
        const auto& test = json["groups"][1]["results"]["test_accuracy"];
        QCOMPARE(test["n"].get<int>(), 3);
        QVERIFY(test["best"].get<bool>());
        QVERIFY(std::abs(test["mean"].get<double>() - 0.82) < 1e-12);
        QVERIFY(std::abs(test["difference"]["value"].get<double>() - 0.71) < 1e-12);
        QVERIFY(json["groups"][0]["base"].get<bool>());
        QCOMPARE(json["differences"][0]["key"].get<std::string>(), std::string("corruption.labels.fraction"));
        QCOMPARE(json["differences"][0]["values"], nlohmann::json({"1", "1", "1", "0", "0", "0"}));
    }
};

QTEST_APPLESS_MAIN(TestComparisonTables)
#include "test_comparison_tables.moc"
