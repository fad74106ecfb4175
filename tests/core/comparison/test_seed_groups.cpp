#include "tests/core/comparison/compared_samples.h"

#include <QtTest>

using namespace overfit;
using samples::compared_run;

namespace {

std::vector<std::vector<std::size_t>> members(const std::vector<ComparedRun>& runs, Grouping grouping = Grouping::Seeds) {
    std::vector<std::vector<std::size_t>> result;
    for (const SeedGroup& group : seed_groups(runs, grouping)) result.push_back(group.members);
    return result;
}

using Members = std::vector<std::vector<std::size_t>>;

}   // namespace

class TestSeedGroups : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runsThatDifferInSeedsAndNameFormAGroup() {
        std::vector<ComparedRun> runs = samples::two_experiments();
        runs[1].config->name = "another name";
        runs[2].config->seeds.order = 7;
        QCOMPARE(members(runs), (Members{{0, 1, 2}, {3, 4, 5}}));
    }

    void anyOtherSettingSplitsThem() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 1, 0.1), compared_run("a", 2, 1, 0.1)};
        runs[1].config->training.learning_rate *= 2;
        QCOMPARE(members(runs), (Members{{0}, {1}}));
    }

    void switchedOffEachStandsAlone() {
        QCOMPARE(members(samples::two_experiments(), Grouping::Off).size(), std::size_t{6});
    }

    void groupsKeepTheOrderOfTheirFirstRuns() {
        const std::vector<ComparedRun> runs{compared_run("b", 1, 0, 0.8), compared_run("a", 2, 1, 0.1),
                                            compared_run("b", 3, 0, 0.8)};
        QCOMPARE(members(runs), (Members{{0, 2}, {1}}));
    }

    void aRunCutShortStandsAlone() {
        for (const RunStatus status :
             {RunStatus::Running, RunStatus::Cancelled, RunStatus::Interrupted, RunStatus::Failed}) {
            std::vector<ComparedRun> runs{compared_run("a", 1, 1, 0.1), compared_run("a", 2, 1, 0.1)};
            runs[1].listing.record->status = status;
            QCOMPARE(members(runs), (Members{{0}, {1}}));
        }
    }

    void aRunWithoutConfigurationStandsAlone() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 1, 0.1), compared_run("a", 2, 1, 0.1),
                                      compared_run("a", 3, 1, 0.1)};
        runs[0].config.reset();
        runs[1].config.reset();
        QCOMPARE(members(runs), (Members{{0}, {1}, {2}}));
    }

    void repeatsOfOneSeedAreTold() {
        QVERIFY(!seed_groups(samples::two_experiments(), Grouping::Seeds).front().has_repeats);
        const std::vector<ComparedRun> runs{compared_run("a", 1, 1, 0.1), compared_run("a", 1, 1, 0.1)};
        QVERIFY(seed_groups(runs, Grouping::Seeds).front().has_repeats);
    }

    void groupsAreCalledByWhatTheirNamesShare_data() {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<QString>("shared");
        QTest::newRow("same") << "random labels"
                              << "random labels"
                              << "random labels";
        QTest::newRow("numbered") << "random labels, seed 1"
                                  << "random labels, seed 2"
                                  << "random labels";
        QTest::newRow("short") << "p=1 s1"
                               << "p=1 s2"
                               << "p=1";
        QTest::newRow("in brackets") << "noise (seed=1)"
                                     << "noise (seed=2)"
                                     << "noise";
        QTest::newRow("a word that ends in s") << "labels 1"
                                               << "labels 2"
                                               << "labels";
        QTest::newRow("nothing shared") << "first"
                                        << "other"
                                        << "first";
        QTest::newRow("not inside a letter") << u8"na\u00efve" << u8"na\u00e8ve" << u8"na\u00efve";
    }

    void groupsAreCalledByWhatTheirNamesShare() {
        QFETCH(QString, first);
        QFETCH(QString, second);
        const std::vector<ComparedRun> runs{compared_run(first.toStdString(), 1, 1, 0.1),
                                            compared_run(second.toStdString(), 2, 1, 0.1)};
        QTEST(QString::fromStdString(seed_groups(runs, Grouping::Seeds).front().name), "shared");
    }

    void groupsOfTheSameNameAreToldApart() {
        const std::vector<ComparedRun> runs{compared_run("run", 1, 0, 0.1), compared_run("run", 2, 1, 0.1)};
        const auto groups = seed_groups(runs, Grouping::Seeds);
        QCOMPARE(groups[0].name, std::string("run (p 0)"));   // as in the list of runs
        QCOMPARE(groups[1].name, std::string("run (p 1)"));
    }

    void groupsOfOneNameAndUnknownSettingsAreToldApartByTheirFolders() {
        std::vector<ComparedRun> runs{compared_run("run", 1, 0, 0.1), compared_run("run", 2, 1, 0.1)};
        runs[1].config.reset();
        const auto groups = seed_groups(runs, Grouping::Seeds);
        QCOMPARE(groups[0].name, std::string("run (1001)"));
        QCOMPARE(groups[1].name, std::string("run (1002)"));
    }
};

QTEST_APPLESS_MAIN(TestSeedGroups)
#include "test_seed_groups.moc"
