#include "tests/ui/library/sample_runs.h"
#include "ui/compare/comparison_reader.h"

#include <QSignalSpy>
#include <QTest>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::samples;

namespace {

QStringList threeRuns(const QTemporaryDir& root) {
    QStringList folders;
    for (const char* name : {"a", "b", "c"}) {
        folders << writeRun(root, record(name, 1));
        writeConfig(folders.back(), ExperimentConfig{});
    }
    return folders;
}

/// Names of the runs of the last answer.
struct Answers {
    explicit Answers(ComparisonReader& reader) {
        QObject::connect(&reader, &ComparisonReader::ready, &reader,
                         [this](const std::shared_ptr<const Comparison>& answer) {
                             ++count;
                             names.clear();
                             for (const ComparedRun& run : answer->runs)
                                 names << QString::fromStdString(run.listing.record->name);
                         });
    }
    int count = 0;
    QStringList names;
};

}   // namespace

class TestComparisonReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ofManyRequestsTheLastIsAnswered() {
        const QTemporaryDir root;
        const QStringList folders = threeRuns(root);
        ComparisonReader reader;
        Answers answers(reader);
        for (int time = 0; time < 50; ++time) reader.request({folders.mid(time % 3), Grouping::Seeds, {}});
        reader.request({folders, Grouping::Seeds, {}});
        QTRY_COMPARE(answers.names, QStringList({"a", "b", "c"}));
        QCOMPARE(answers.count, 1);
    }

    void aRunThatChangedIsReadAgain() {
        const QTemporaryDir root;
        const QStringList folders = threeRuns(root);
        ComparisonReader reader;
        Answers answers(reader);
        reader.request({folders, Grouping::Seeds, {}});
        QTRY_COMPARE(answers.count, 1);
        RunRecord renamed = record("a", 1);
        renamed.name = "another";
        std::ofstream((folders.front() + "/run.json").toStdString()) << run_record_to_json(renamed);
        reader.request({folders, Grouping::Seeds, {}});
        QTRY_COMPARE(answers.names, QStringList({"another", "b", "c"}));
    }

    void itEndsInTheMidstOfReading() {
        const QTemporaryDir root;
        const QStringList folders = threeRuns(root);
        for (int time = 0; time < 20; ++time) ComparisonReader().request({folders, Grouping::Seeds, {}});
    }
};

QTEST_GUILESS_MAIN(TestComparisonReader)
#include "test_comparison_reader.moc"
