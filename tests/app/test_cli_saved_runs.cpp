#include "tests/app/program.h"
#include "tests/app/saved_run.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSize>
#include <QtEndian>

using overfit::test::Call;
using overfit::test::GivenLabels;
using overfit::test::Program;
using overfit::test::write_saved_run;

namespace {

QString savedRun(const Program& program, const char* name, GivenLabels given = GivenLabels::AsConfigured) {
    return QString::fromStdString(write_saved_run(program.runs().toStdString(), name, given).string());
}

/// Every file of a folder with its content.
QMap<QString, QByteArray> contents(const QString& folder) {
    QMap<QString, QByteArray> files;
    QDirIterator entries(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QString file = entries.next();
        files[file] = QCryptographicHash::hash(Program::read(file), QCryptographicHash::Sha256);
    }
    return files;
}

/// Width and height of a PNG, from its head.
QSize pngSize(const QString& file) {
    const QByteArray png = Program::read(file);
    if (!png.startsWith("\x89PNG") || png.size() < 24) return {};
    const auto number = [&png](int at) { return qFromBigEndian<qint32>(png.constData() + at); };
    return {number(16), number(20)};
}

void replaceIn(const QString& file, const QByteArray& from, const QByteArray& to) {
    QByteArray content = Program::read(file);
    QVERIFY2(content.contains(from), content);
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(content.replace(from, to));
}

}   // namespace

/// list, show, audit and export on run folders, without LibTorch.
class CliSavedRunsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listSaysWhatToDoWhereThereIsNothing() {
        const Call call = Program().call({"list"});
        COMPARE_CODE(call, 0);
        VERIFY_SAID(call.out, "overfit quick-start", call);
    }

    void listShowsRunsAndHidesNothingBehindABrokenOne() {
        const Program program;
        savedRun(program, "first");
        const QString broken = savedRun(program, "broken");
        program.write("runs/holiday/photo.txt", "not a run");
        replaceIn(broken + "/run.json", "{", "[");
        const Call call = program.call({"list"});
        COMPARE_CODE(call, 0);
        for (const char* part : {"first", "completed", "100.0 %", "holiday", "not a run folder", "broken"})
            VERIFY_SAID(call.out, part, call);
    }

    void listAsJsonIsOneObjectARun() {
        const Program program;
        savedRun(program, "first");
        savedRun(program, "second");
        program.write("runs/holiday/photo.txt", "not a run");
        const Call call = program.call({"list", "--json"});
        COMPARE_CODE(call, 0);
        const QJsonArray runs = QJsonDocument::fromJson(call.out.toUtf8()).array();
        QCOMPARE(runs.size(), 3);
        int readable = 0;
        for (const auto& value : runs) {
            const QJsonObject run = value.toObject();
            QVERIFY(run.contains("folder"));
            if (run.contains("problem")) continue;
            ++readable;
            QCOMPARE(run["status"].toString(), QString("completed"));
            QCOMPARE(run["final"].toObject()["train_accuracy"].toDouble(), 1.0);
        }
        QCOMPARE(readable, 2);
    }

    void archivedRunsAreLeftOutUnlessAskedFor() {
        const Program program;
        overfit::UserNotes notes;
        notes.archived = true;
        overfit::write_user_notes(savedRun(program, "old").toStdString(), notes);
        QVERIFY(!program.call({"list"}).out.contains("old"));
        QVERIFY(program.call({"list", "--archived"}).out.contains("old"));
    }

    void showTellsTheRunItsResultAndTheAudit() {
        const Program program;
        const QString folder = savedRun(program, "first");
        const Call call = program.call({"show", folder});
        COMPARE_CODE(call, 0);
        for (const char* part :
             {"completed after epoch 4", "1,209,866 parameters", "100 changed (100.0 %, expected 100.0 %)", "train accuracy",
              "corruption.labels.draw", "wrong-classes", "chosen by looking at the test set"}) {
            VERIFY_SAID(call.out, part, call);
        }
        const Call json = program.call({"show", folder, "--json"});
        COMPARE_CODE(json, 0);
        QCOMPARE(QJsonDocument::fromJson(json.out.toUtf8()).object()["name"].toString(), QString("first"));
    }

    void aRunIsFoundByNameAndByTheEndOfItsId() {
        const Program program;
        const QString folder = savedRun(program, "first");
        savedRun(program, "second");
        COMPARE_CODE(program.call({"show", "first"}), 0);
        COMPARE_CODE(program.call({"show", QFileInfo(folder).fileName()}), 0);
        COMPARE_CODE(program.call({"show", folder.right(4)}), 0);
        for (const QStringList& words :
             {QStringList{"show", "irs"}, {"audit", "irs"}, {"export", "irs", "--csv", "-"}, {"compare", "irs", "econ"}})
            COMPARE_CODE(program.call(words), 0);   // a part that no other has
        const Call call = program.call({"show", "frist"});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, "first", call);
    }

    void aNameOfSeveralRunsListsThem() {
        const Program program;
        const QString one = savedRun(program, "twin"), two = savedRun(program, "twin");
        const Call call = program.call({"show", "twin"});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, QFileInfo(one).fileName(), call);
        VERIFY_SAID(call.err, QFileInfo(two).fileName(), call);
    }

    void aRunOfANewerFormatIsRefusedByNameAndListedWithItsReason() {
        const Program program;
        const QString folder = savedRun(program, "from the future");
        replaceIn(folder + "/run.json", "\"format\": 1", "\"format\": 99");
        for (const QStringList& words : {QStringList{"show", folder}, QStringList{"audit", folder}}) {
            const Call call = program.call(words);
            COMPARE_CODE(call, 1);
            VERIFY_SAID(call.err, "99", call);
        }
        const Call list = program.call({"list"});
        COMPARE_CODE(list, 0);
        VERIFY_SAID(list.out, "99", list);
    }

    void metricsCutAnywhereKeepTheirCompleteLines() {
        const Program program;
        const QString folder = savedRun(program, "cut"), file = folder + "/metrics.jsonl";
        const QByteArray whole = Program::read(file);
        for (qsizetype length = 0; length <= whole.size(); length += 97) {
            QVERIFY(QFile(file).resize(whole.size()));
            program.write("runs/" + QFileInfo(folder).fileName() + "/metrics.jsonl", whole.left(length));
            const Call call = program.call({"export", "--metric", "train_loss", folder, "--csv", "-"});
            COMPARE_CODE(call, 0);
            const auto complete = whole.left(length).count('\n');
            const auto rows = call.out.count("train_loss");
            QVERIFY2(rows == complete || rows == complete + 1, call.all());   // the last line may only lack its newline
        }
    }

    void auditOfAnHonestRunSaysThatItPassed() {
        const Program program;
        const QString folder = savedRun(program, "honest");
        const Call call = program.call({"audit", folder});
        COMPARE_CODE(call, 0);
        VERIFY_SAID(call.out, "100", call);
        VERIFY_SAID(call.out, "\naudit passed", call);
        const Call json = program.call({"audit", folder, "--json"});
        QVERIFY(QJsonDocument::fromJson(json.out.toUtf8()).object()["passed"].toBool());
    }

    void auditCatchesLabelsThatWereNotCorrupted() {
        const Program program;
        const QString folder = savedRun(program, "artefact", GivenLabels::LeftTrue);
        const Call call = program.call({"audit", folder});
        COMPARE_CODE(call, 1);
        VERIFY_SAID(call.out, "error labels-not-corrupted", call);
        VERIFY_SAID(call.out, "\naudit failed: 1 error", call);

        const Call json = program.call({"audit", folder, "--json"});
        COMPARE_CODE(json, 1);
        const QJsonArray findings = QJsonDocument::fromJson(json.out.toUtf8()).object()["findings"].toArray();
        QVERIFY2(
            std::any_of(findings.begin(), findings.end(),
                        [](const auto& finding) { return finding.toObject()["code"].toString() == "labels-not-corrupted"; }),
            json.all());
    }

    void auditCatchesLabelsThatWereChangedAfterwards() {
        const Program program;
        const QString folder = savedRun(program, "forged");
        QByteArray labels = Program::read(folder + "/labels.bin");
        labels[2] = static_cast<char>(labels[2] ^ 1);
        program.write("runs/" + QFileInfo(folder).fileName() + "/labels.bin", labels);
        const Call call = program.call({"audit", folder});
        COMPARE_CODE(call, 1);
        VERIFY_SAID(call.out + call.err, "labels", call);
    }

    void exportWritesEveryPointOfEveryRun() {
        const Program program;
        const QString first = savedRun(program, "first"), second = savedRun(program, "second");
        const Call call = program.call(
            {"export", first, second, "--csv", "curves.csv", "--metric", "train_loss", "--metric", "test_accuracy"});
        COMPARE_CODE(call, 0);
        const QByteArray table = Program::read(program.file("curves.csv"));
        QVERIFY2(table.startsWith("run,name,kind,step,epoch,time_s,metric,value"), table);
        QCOMPARE(table.count("train_loss"), 10);
        QCOMPARE(table.count("test_accuracy"), 10);

        const Call wide = program.call({"export", first, "--csv", "-", "--layout", "wide", "--metric", "train_loss"});
        COMPARE_CODE(wide, 0);
        QCOMPARE(wide.out.count('\n'), 6);
    }

    void runsOfOneNameAreToldApartInTheLegend() {
        const Program program;
        const QString first = savedRun(program, "first"), second = savedRun(program, "second");
        overfit::UserNotes notes;
        notes.name = "same";
        for (const QString& folder : {first, second}) overfit::write_user_notes(folder.toStdString(), notes);
        replaceIn(second + "/config.yaml", "seed: 1\n", "seed: 2\n");
        const Call told = program.call({"export", first, second, "--pgfplots", "-", "--metric", "train_loss"});
        COMPARE_CODE(told, 0);
        VERIFY_SAID(told.out, "\\addlegendentry{same (seed 1)}", told);
        VERIFY_SAID(told.out, "\\addlegendentry{same (seed 2)}", told);
        const Call named = program.call(
            {"export", first, second, "--pgfplots", "-", "--metric", "train_loss", "--name", "x", "--name", "y"});
        QVERIFY(!named.out.contains("seed 1"));
    }

    void exportReplacesNoFileUnasked() {
        const Program program;
        const QString folder = savedRun(program, "first");
        program.write("mine.csv", "my own");
        const QStringList words{"export", folder, "--pgfplots", "new.tex", "--csv", "mine.csv"};
        const Call call = program.call(words);
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, "mine.csv", call);
        VERIFY_SAID(call.err, "--force", call);
        QCOMPARE(Program::read(program.file("mine.csv")), QByteArray("my own"));
        QVERIFY(!QFileInfo::exists(program.file("new.tex")));   // nothing is half done
        COMPARE_CODE(program.call(words + QStringList{"--force"}), 0);
        QVERIFY(Program::read(program.file("mine.csv")).contains("train_loss"));
        QVERIFY(QFileInfo::exists(program.file("new.tex")));
    }

    void aStoppedRunIsCalledSoAsInTheWindow() {
        const Program program;
        const QString folder = savedRun(program, "halted");
        replaceIn(folder + "/run.json", "\"completed\"", "\"cancelled\"");
        for (const QStringList& words : {QStringList{"list"}, {"show", folder}}) {
            const Call call = program.call(words);
            COMPARE_CODE(call, 0);
            VERIFY_SAID(call.out, "stopped", call);
            QVERIFY2(!call.out.contains("cancelled"), call.all());
        }
        const Call json = program.call({"show", folder, "--json"});
        QCOMPARE(QJsonDocument::fromJson(json.out.toUtf8()).object()["status"].toString(), QString("cancelled"));
    }

    void exportRefusesWhatDoesNotExist() {
        const Program program;
        const QString folder = savedRun(program, "first");
        const Call axis = program.call({"export", folder, "--csv", "-", "--x", "epch"});
        COMPARE_CODE(axis, 2);
        VERIFY_SAID(axis.err, "--x: expected epoch or step or time_s, found \"epch\"; the nearest is epoch", axis);
        const Call ending = program.call({"export", folder, "--pgfplots", "figure.csv"});
        COMPARE_CODE(ending, 2);
        VERIFY_SAID(ending.err, "give it to --csv, or end it with .tex", ending);
        const Call metric = program.call({"export", folder, "--csv", "-", "--metric", "train_los"});
        COMPARE_CODE(metric, 2);
        VERIFY_SAID(metric.err, "train_loss", metric);
        COMPARE_CODE(program.call({"export", folder, "--csv", "-", "--x", "week"}), 2);
        COMPARE_CODE(program.call({"export", folder, "--csv", "-", "--smoothing", "1"}), 2);
        for (const QStringList& wrong : {QStringList{"--width", "0"},
                                         {"--height", "40000"},
                                         {"--dpi", "1"},
                                         {"--font-size", "0"},
                                         {"--size", "poster"},
                                         {"--legend", "above"},
                                         {"--colour", "blue"},
                                         {"--colour", "#0072b2", "--colour", "#0072b2"},
                                         {"--max-points", "1"},
                                         {"--width", "wide"}}) {
            COMPARE_CODE(program.call(QStringList{"export", folder, "--png", "x.png"} + wrong), 2);
            QVERIFY(!QFile::exists(program.file("x.png")));
        }
        const Call printed = program.call({"export", folder, "--png", "-"});
        COMPARE_CODE(printed, 2);
        VERIFY_SAID(printed.err, "not printed", printed);
        COMPARE_CODE(program.call({"export", "--csv", "-"}), 2);
        COMPARE_CODE(program.call({"export", folder, "--png", "no/such/folder/x.png"}), 1);
        COMPARE_CODE(program.call({"export", folder, "--csv", "no/such/folder/x.csv"}), 1);
    }

    void pgfplotsIsPrintedOrWritten() {
        const Program program;
        const QString folder = savedRun(program, "first");
        const Call call = program.call({"export", folder, "--pgfplots", "-", "--log-x", "--title", "50 % noise"});
        COMPARE_CODE(call, 0);
        VERIFY_SAID(call.out, "\\begin{groupplot}", call);
        VERIFY_SAID(call.out, "50 \\% noise", call);
        VERIFY_SAID(call.out, "values at epoch 0 not shown on a log axis", call);
        COMPARE_CODE(program.call({"export", folder, "--pgfplots", "f.tex", "--log-x", "--title", "50 % noise"}), 0);
        QCOMPARE(QString::fromUtf8(Program::read(program.file("f.tex"))), call.out);
    }

    void imagesHaveTheSizeAsked() {
        const Program program;
        const QString folder = savedRun(program, "first");
        const Call call = program.call({"export", folder, "--metric", "train_loss", "--png", "loss.png", "--width", "800",
                                        "--height", "500", "--dpi", "100", "--log-y"});
        if (!Program::hasWindow()) {
            COMPARE_CODE(call, 1);
            VERIFY_SAID(call.err, "overfit-workbench", call);
            QSKIP("overfit-workbench is not built: only the refusal was checked");
        }
        COMPARE_CODE(call, 0);
        QCOMPARE(pngSize(program.file("loss.png")), QSize(800, 500));
        for (const char* format : {"svg", "pdf"}) {
            const QString file = QString("loss.") + format;
            COMPARE_CODE(program.call({"export", folder, "--metric", "train_loss", QString("--") + format, file}), 0);
            QVERIFY(QFileInfo(program.file(file)).size() > 1000);
        }
    }

    void lookingChangesNothing() {
        const Program program;
        const QString folder = savedRun(program, "first");
        const auto before = contents(folder);
        for (const QStringList& words :
             {QStringList{"list"}, {"show", folder}, {"audit", folder}, {"export", folder, "--csv", "-"}}) {
            COMPARE_CODE(program.call(words), 0);
        }
        QCOMPARE(contents(folder), before);
    }
};

QTEST_GUILESS_MAIN(CliSavedRunsTest)
#include "test_cli_saved_runs.moc"
