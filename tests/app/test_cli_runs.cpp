#include "tests/app/program.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using overfit::test::Call;
using overfit::test::Program;
using overfit::test::smallExperiment;

namespace {

QJsonObject runJson(const Program& program, const QString& folder) {
    return QJsonDocument::fromJson(Program::read(program.runs() + "/" + folder + "/run.json")).object();
}

/// Waits until the program has printed `text`; what it said so far is put into `said`.
bool waitForText(QProcess& process, const QByteArray& text, QByteArray& said) {
    QElapsedTimer time;
    time.start();
    while (time.elapsed() < 90'000) {
        said += process.readAllStandardOutput();
        if (said.contains(text)) return true;
        if (process.state() == QProcess::NotRunning) return false;
        process.waitForReadyRead(100);
    }
    return false;
}

void pressCtrlC(const QProcess& process) { ::kill(static_cast<pid_t>(process.processId()), SIGINT); }

/// The files that a run folder has however it ended.
void verifyComplete(const QString& folder) {
    for (const char* file : {"config.yaml", "run.json", "metrics.jsonl", "log.txt"}) {
        QVERIFY2(QFile::exists(folder + "/" + file), qPrintable(folder + "/" + file));
    }
    QVERIFY2(!QFile::exists(folder + "/lock"), "the lock is still there");
}

}   // namespace

/// Real runs of the real program, small enough for a second each.
class CliRunsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!Program::hasEngine()) QSKIP("the engine is not built (OVERFIT_ENGINE=OFF)");
    }

    void aRunPrintsALineAnEpochAndLeavesACompleteFolder() {
        const Program program;
        const Call call = program.call({"run", program.write("small.yaml", smallExperiment())});
        COMPARE_CODE(call, 0);
        for (const char* part : {"200 train, 100 test images", "epoch 0/3", "epoch 3/3", "train loss",
                                 "completed after epoch 3", "chance is 10.0 %", "kept in "}) {
            VERIFY_SAID(call.out, part, call);
        }
        QVERIFY2(!call.out.contains('\r') && !call.out.contains('\033'), call.all());   // a pipe is no terminal
        QCOMPARE(program.runFolders().size(), 1);
        const QString folder = program.runs() + "/" + program.runFolders().first();
        verifyComplete(folder);
        const QJsonObject run = runJson(program, program.runFolders().first());
        QCOMPARE(run["status"].toString(), QString("completed"));
        QVERIFY(QFile::exists(folder + "/labels.bin") && QFile::exists(folder + "/checkpoints/last.safetensors"));
        COMPARE_CODE(program.call({"audit", folder}), 0);
    }

    void describePrintsTheLayersAndTrainsNothing() {
        const Program program;
        const Call call = program.call({"run", "--describe", "--preset", "paper-table1-inception-true"});
        COMPARE_CODE(call, 0);
        VERIFY_SAID(call.out, "block3           160 x 14 x 14      57,680", call);
        VERIFY_SAID(call.out, "1,649,402    204,219,680", call);
        QVERIFY(QDir(program.runs()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty());
        QVERIFY(!call.out.contains("corruption."));
        const Call corrupted = program.call({"run", "--describe", "--preset", "paper-table1-inception-true",
                                             "corruption.pixels=random", "data.class_balance=equal"});
        COMPARE_CODE(corrupted, 0);
        VERIFY_SAID(corrupted.out, "corruption.pixels   random  another permutation for each image", corrupted);
        VERIFY_SAID(corrupted.out, "data.class_balance  equal   as many of each class", corrupted);
        const Call refused =
            program.call({"run", "--describe", "--preset", "paper-table1-inception-true", "model.name=alexnet"});
        COMPARE_CODE(refused, 2);
        VERIFY_SAID(refused.err, "at least 63 x 63 pixels", refused);
    }

    void quietPrintsNothingButTheFolder() {
        const Program program;
        const Call call =
            program.call({"run", program.write("small.yaml", smallExperiment()), "--quiet", "training.epochs=1"});
        COMPARE_CODE(call, 0);
        QCOMPARE(call.out, program.runs() + "/" + program.runFolders().first() + "\n");
        QCOMPARE(call.err, QString());
    }

    void theSavedConfigurationGivesTheSameRunAgain() {
        const Program program;
        COMPARE_CODE(program.call({"run", program.write("small.yaml", smallExperiment()), "seed=7"}), 0);
        const QString first = program.runs() + "/" + program.runFolders().first();
        COMPARE_CODE(program.call({"run", first + "/config.yaml", "--runs-dir", program.file("again")}), 0);
        const QString second = QDir(program.file("again")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).first();
        QCOMPARE(Program::read(program.file("again/" + second + "/config.yaml")), Program::read(first + "/config.yaml"));
        QCOMPARE(Program::read(program.file("again/" + second + "/labels.bin")), Program::read(first + "/labels.bin"));
        QCOMPARE(Program::read(program.file("again/" + second + "/predictions.bin")),
                 Program::read(first + "/predictions.bin"));
    }

    void ctrlCBeforeTheFirstStepLeavesACompleteFolder() {
        const Program program;
        QProcess process;
        program.start(process, {"run", program.write("small.yaml", smallExperiment()), "training.epochs=1000000"});
        QByteArray said;
        QVERIFY2(waitForText(process, "run 2", said), said);   // the folder is there; LibTorch is being opened
        pressCtrlC(process);
        const Call call = Program::finish(process);
        COMPARE_CODE(call, 130);
        QCOMPARE(program.runFolders().size(), 1);
        verifyComplete(program.runs() + "/" + program.runFolders().first());
        QCOMPARE(runJson(program, program.runFolders().first())["status"].toString(), QString("cancelled"));
    }

    void ctrlCInMidRunStopsAfterTheBatchAndTheRunGoesOnLater() {
        const Program program;
        QProcess process;
        program.start(process, {"run", program.write("small.yaml", smallExperiment()), "training.epochs=1000000"});
        QByteArray said;
        QVERIFY2(waitForText(process, "epoch 3/", said), said);
        pressCtrlC(process);
        const Call call = Program::finish(process);
        COMPARE_CODE(call, 130);
        VERIFY_SAID(call.err, "stopping after this batch", call);
        const QString id = program.runFolders().first();
        verifyComplete(program.runs() + "/" + id);
        QJsonObject run = runJson(program, id);
        QCOMPARE(run["status"].toString(), QString("cancelled"));
        const int stopped = run["final"].toObject()["epoch"].toInt();
        QVERIFY(stopped >= 3);

        QProcess second;
        program.start(second, {"run", "--resume", id});
        said.clear();
        QVERIFY2(waitForText(second, QByteArray("epoch ") + QByteArray::number(stopped + 3) + "/", said), said);
        QVERIFY2(!said.contains("epoch 0/"), said);   // it goes on, it does not begin again
        pressCtrlC(second);
        COMPARE_CODE(Program::finish(second), 130);
        QCOMPARE(program.runFolders().size(), 1);
        run = runJson(program, id);
        QVERIFY(run["final"].toObject()["epoch"].toInt() >= stopped + 3);
    }

    void aRunThatIsDoneIsNotResumed() {
        const Program program;
        COMPARE_CODE(program.call({"run", program.write("small.yaml", smallExperiment()), "training.epochs=1"}), 0);
        const Call call = program.call({"run", "--resume", program.runFolders().first()});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, "nothing to resume", call);
    }

    void aDataRootBeforeTheConfigurationTakesOneWord() {
        const Program program;
        const QString config = program.write("small.yaml", smallExperiment());
        COMPARE_CODE(program.call({"run", "--data-root", program.file("data"), config, "training.epochs=1"}), 0);
        COMPARE_CODE(program.call({"run", "--data-root=" + program.file("data"), config, "training.epochs=1"}), 0);
    }

    void cudaWhereThereIsNoneIsRefused() {
        const Program program;
        const Call doctor = program.call({"doctor"});
        if (doctor.out.contains("cuda:0")) QSKIP("this machine has a CUDA device");
        const Call call = program.call({"run", program.write("small.yaml", smallExperiment()), "device=cuda"});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err.toLower(), "cuda", call);
        VERIFY_SAID(call.err, "cpu", call);   // what to do
        COMPARE_CODE(program.call({"run", program.write("small.yaml", smallExperiment()), "precision=fp16"}), 2);
        QVERIFY(program.runFolders().isEmpty());
    }

    void aRunThatDivergesFailsWithItsReason() {
        const Program program;
        const Call call = program.call(
            {"run", program.write("small.yaml", smallExperiment()), "training.learning_rate=1000", "training.epochs=5"});
        COMPARE_CODE(call, 1);
        VERIFY_SAID(call.err, "diverged", call);
        QCOMPARE(runJson(program, program.runFolders().first())["status"].toString(), QString("diverged"));
        const Call audit =
            program.call({"audit", program.runFolders().first()});   // of the labels, which were as they should
        COMPARE_CODE(audit, 0);
        VERIFY_SAID(audit.out, "status diverged: what it shows", audit);
    }

    void withoutLibTorchNoRunIsBegun() {
        Program program;
        program.set("OVERFIT_LIBTORCH", "/nonexistent");
        const Call call = program.call({"run", program.write("small.yaml", smallExperiment())});
        QVERIFY2(call.code == 1 || call.code == 2, call.all());
        VERIFY_SAID(call.err, "/nonexistent", call);
        QVERIFY(program.runFolders().isEmpty());
    }

    void doctorNamesTheDeviceThatTrains() {
        const Call call = Program().call({"doctor"});
        COMPARE_CODE(call, 0);
        for (const char* part : {"LibTorch", "cpu", "runs folder", "synthetic"}) VERIFY_SAID(call.out, part, call);
    }

    void doctorComparesADeviceWithTheCpu() {
        const Program program;
        const Call call = program.call({"doctor", "--device", "cpu"});
        COMPARE_CODE(call, 0);
        for (const char* part :
             {"cpu, MLP, fp32", "cpu, Wide ResNet 10-1, bf16", "steps against the CPU with", "images/s in fp32"})
            VERIFY_SAID(call.out, part, call);
        QVERIFY2(!call.out.contains("fp16"), call.all());   // the CPU has none
        QVERIFY2(!call.out.contains("BROKEN") && program.runFolders().isEmpty(), call.all());
    }

    void doctorSaysWhyADeviceIsNotThere() {
        const Call call = Program().call({"doctor", "--device", "cuda:99"});
        COMPARE_CODE(call, 1);
        VERIFY_SAID(call.out, "'cuda:99' is not there (", call);
        VERIFY_SAID(call.out, "nvidia-smi has to list the GPU", call);
        VERIFY_SAID(call.err, "the check of cuda:99 has failed", call);
        QVERIFY2(!call.err.contains("training does not work"), call.all());   // on the CPU it does
    }

    void quickStartTrainsBothAndWritesTheTable() {
        const Program program;
        const Call call = program.call({"quick-start", "--output", "charts", "data.dataset=synthetic",
                                        "data.train_examples=200", "training.epochs=2", "device=cpu"});
        COMPARE_CODE(call, 0);
        QCOMPARE(program.runFolders().size(), 2);
        for (const char* part : {"train accuracy", "true", "random", "curves.csv"}) VERIFY_SAID(call.out, part, call);
        const QByteArray table = Program::read(program.file("charts/curves.csv"));
        for (const QString& run : program.runFolders()) QVERIFY(table.contains(run.toUtf8()));
        if (!Program::hasWindow()) QSKIP("overfit-workbench is not built: no charts to look for");
        for (const char* file : {"charts/loss.png", "charts/accuracy.png"})
            QVERIFY2(QFile::exists(program.file(file)), call.all());
    }
};

QTEST_GUILESS_MAIN(CliRunsTest)
#include "test_cli_runs.moc"
