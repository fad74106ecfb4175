#include "core/config/config_yaml.h"
#include "tests/core/comparison/compared_samples.h"
#include "tests/core/runs/run_samples.h"

#include <QtTest>

using namespace overfit;
using samples::compared_run;

namespace {

std::vector<std::string> paths(const std::vector<FieldValues>& fields) {
    std::vector<std::string> result;
    for (const FieldValues& values : fields) result.push_back(values.field->path);
    return result;
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

}   // namespace

class TestConfigDifferences : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyWhatDiffersInTheOrderOfTheForm() {
        const std::vector<ComparedRun> runs{compared_run("a", 1, 0.0, 0.8), compared_run("b", 2, 1.0, 0.1)};
        const ConfigDifferences result = config_differences(runs);
        QCOMPARE(paths(result.different), (std::vector<std::string>{"corruption.labels.fraction", "seed"}));
        QCOMPARE(std::get<double>(*result.different.front().of_run[1]), 1.0);
    }

    void everyOtherFieldThatAppliesIsEqual() {
        const std::vector<ComparedRun> runs{compared_run("a", 1, 0.0, 0.8), compared_run("b", 2, 1.0, 0.1)};
        const ConfigDifferences result = config_differences(runs);
        std::size_t applying = 0;
        for (const Field& field : field_table()) applying += field.applies(*runs[0].config) ? 1 : 0;
        QCOMPARE(result.equal.size() + result.different.size() + 1, applying);   // 1: the name
        QVERIFY(!contains(paths(result.equal), "name"));
        QVERIFY(!contains(paths(result.equal), "model.depth"));   // of no mlp
    }

    void aFieldThatAppliesToOneOnlyDiffers() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 1, 0.1), compared_run("b", 1, 1, 0.1)};
        runs[1].config->model.name = "wide-resnet";
        const ConfigDifferences result = config_differences(runs);
        const auto depth = std::find_if(result.different.begin(), result.different.end(),
                                        [](const FieldValues& values) { return values.field->path == "model.depth"; });
        QVERIFY(depth != result.different.end());
        QVERIFY(!depth->of_run[0]);
        QVERIFY(depth->of_run[1]);
    }

    void equalConfigurationsDifferInNothing() {
        const std::vector<ComparedRun> runs{compared_run("a", 1, 1, 0.1), compared_run("b", 1, 1, 0.1)};
        QVERIFY(config_differences(runs).different.empty());
    }

    void aRunWithoutConfigurationIsNamedNotHidden() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 1, 0, 0.1),
                                      compared_run("c", 1, 1, 0.1)};
        runs[1].config.reset();
        const ConfigDifferences result = config_differences(runs);
        QCOMPARE(result.without_config, (std::vector<std::size_t>{1}));
        QCOMPARE(paths(result.different), (std::vector<std::string>{"corruption.labels.fraction"}));
        QVERIFY(!result.different.front().of_run[1]);
    }

    void runsWithoutAnyConfigurationHaveNothingEqual() {
        std::vector<ComparedRun> runs{compared_run("a", 1, 0, 0.8), compared_run("b", 1, 0, 0.1)};
        for (ComparedRun& run : runs) run.config.reset();
        const ConfigDifferences result = config_differences(runs);
        QVERIFY(result.different.empty() && result.equal.empty());
        QCOMPARE(result.without_config.size(), std::size_t{2});
    }

    void readsAFolderAndSaysWhatItCouldNotRead() {
        const QTemporaryDir root;
        const std::filesystem::path folder = root.filePath("a-run").toStdString();
        samples::put(folder / "run.json", run_record_to_json(samples::whole_record()));
        samples::put(folder / "config.yaml", "format: 1\ntraining: {epochs: many}\n");
        const ComparedRun broken = read_compared_run(folder);
        QVERIFY(broken.listing.record && !broken.config);
        QVERIFY2(broken.config_problem.find("config.yaml:2") != std::string::npos, broken.config_problem.c_str());
        samples::put(folder / "config.yaml", config_to_yaml(ExperimentConfig{}));
        const ComparedRun whole = read_compared_run(folder);
        QVERIFY(whole.config == ExperimentConfig{});
        QVERIFY(whole.config_problem.empty());
        const ComparedRun nothing = read_compared_run(folder / "absent");
        QVERIFY(!nothing.listing.problem.empty() && !nothing.config_problem.empty());
    }
};

QTEST_APPLESS_MAIN(TestConfigDifferences)
#include "test_config_differences.moc"
