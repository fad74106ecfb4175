#include "core/config/config_yaml.h"
#include "tests/app/program.h"
#include "tests/app/saved_run.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace overfit;
using overfit::test::Call;
using overfit::test::Program;

namespace {

/// A finished run of its own seed and corruption.
QString savedRun(const Program& program, const char* name, std::uint64_t seed, double fraction) {
    const std::filesystem::path folder = test::write_saved_run(program.runs().toStdString(), name);
    ExperimentConfig config = read_run_config(folder);
    config.seed = seed;
    config.corruption.labels.fraction = fraction;
    QFile file(QString::fromStdString((folder / "config.yaml").string()));
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write config.yaml");
    file.write(QByteArray::fromStdString(config_to_yaml(config)));
    return QString::fromStdString(folder.string());
}

QJsonArray groups(const Call& call) {
    return QJsonDocument::fromJson(call.out.toUtf8()).object()[QStringLiteral("groups")].toArray();
}

}   // namespace

/// compare on run folders, without LibTorch.
class CliCompareTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsResultsAndDifferences() {
        const Program program;
        savedRun(program, "random", 1, 1.0);
        savedRun(program, "half", 2, 0.5);
        const Call call = program.call({"compare", "random", "half"});
        COMPARE_CODE(call, 0);
        for (const char* part :
             {"random (base)", "half", "test accuracy", "10.0 %", "difference to random", "settings that differ",
              "settings are equal", "n = 1", "chosen by looking at the test set"}) {
            VERIFY_SAID(call.out, part, call);
        }
    }

    void seedsAreGroupedUnlessNot() {
        const Program program;
        savedRun(program, "random 1", 1, 1.0);
        savedRun(program, "random 2", 2, 1.0);
        savedRun(program, "half", 3, 0.5);
        const Call grouped = program.call({"compare", "random 1", "random 2", "half", "--json"});
        COMPARE_CODE(grouped, 0);
        QCOMPARE(groups(grouped).size(), 2);
        QCOMPARE(groups(grouped)[0].toObject()["name"].toString(), QString("random"));
        QCOMPARE(groups(grouped)[0].toObject()["n"].toInt(), 2);
        const Call single = program.call({"compare", "random 1", "random 2", "half", "--json", "--no-group-seeds"});
        COMPARE_CODE(single, 0);
        QCOMPARE(groups(single).size(), 3);
    }

    void theBaseCanBeChosen() {
        const Program program;
        savedRun(program, "random", 1, 1.0);
        savedRun(program, "half", 2, 0.5);
        const Call call = program.call({"compare", "random", "half", "--base", "half"});
        COMPARE_CODE(call, 0);
        VERIFY_SAID(call.out, "difference to half", call);
    }

    void printsTablesForPapersAndSpreadsheets() {
        const Program program;
        savedRun(program, "random_a", 1, 1.0);
        savedRun(program, "half", 2, 0.5);
        const QStringList words{"compare", "random_a", "half", "--format"};
        const Call markdown = program.call(words + QStringList{"markdown"});
        COMPARE_CODE(markdown, 0);
        VERIFY_SAID(markdown.out, "| result | random\\_a (base) | half |", markdown);
        const Call latex = program.call(words + QStringList{"latex"});
        COMPARE_CODE(latex, 0);
        VERIFY_SAID(latex.out, "\\toprule\nresult & random\\_a (base) & half \\\\", latex);
        const Call csv = program.call(words + QStringList{"csv"});
        COMPARE_CODE(csv, 0);
        QVERIFY2(csv.out.startsWith("name,n,runs,base,status,audit,train_accuracy,"), csv.all());
        VERIFY_SAID(csv.out, "\r\nrandom_a,1,", csv);
    }

    void wrongUseEndsWithTwoAndAReason_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("reason");
        QTest::newRow("none") << QStringList{} << "RUN";
        QTest::newRow("one") << QStringList{"random"} << "at least two runs";
        QTest::newRow("twice") << QStringList{"random", "random"} << "named twice";
        QTest::newRow("unknown") << QStringList{"random", "rendom"} << "random";
        QTest::newRow("base elsewhere") << QStringList{"random", "half", "--base", "other"} << "not among the compared";
        QTest::newRow("format") << QStringList{"random", "half", "--format", "word"} << "--format";
        QTest::newRow("two formats") << QStringList{"random", "half", "--json", "--format", "csv"} << "--format";
    }

    void wrongUseEndsWithTwoAndAReason() {
        QFETCH(QStringList, words);
        QFETCH(QString, reason);
        const Program program;
        savedRun(program, "random", 1, 1.0);
        savedRun(program, "half", 2, 0.5);
        savedRun(program, "other", 3, 0.0);
        const Call call = program.call(QStringList{"compare"} + words);
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, reason, call);
        QVERIFY2(call.out.isEmpty(), call.all());
    }

    void aRunWithoutConfigurationIsComparedAllTheSame() {
        const Program program;
        const QString folder = savedRun(program, "random", 1, 1.0);
        savedRun(program, "half", 2, 0.5);
        QVERIFY(QFile::remove(folder + "/config.yaml"));
        const Call call = program.call({"compare", "random", "half"});
        COMPARE_CODE(call, 0);
        VERIFY_SAID(call.out, "settings not known of random: ", call);
    }

    void aBrokenRecordIsAnError() {
        const Program program;
        const QString folder = savedRun(program, "random", 1, 1.0);
        savedRun(program, "half", 2, 0.5);
        program.write("runs/" + QFileInfo(folder).fileName() + "/run.json", "{");
        const Call call = program.call({"compare", folder, "half"});
        COMPARE_CODE(call, 1);
        VERIFY_SAID(call.err, "run.json", call);
    }
};

QTEST_GUILESS_MAIN(CliCompareTest)
#include "test_cli_compare.moc"
