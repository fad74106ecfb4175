#include "tests/app/program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using overfit::test::Call;
using overfit::test::Program;

namespace {

/// Whether the program has set its handler of Ctrl-C: before that it would just die of it.
bool hearsCtrlC(const QProcess& process) {
    const QByteArray status = Program::read(QString("/proc/%1/status").arg(process.processId()));
    const qsizetype caught = status.indexOf("SigCgt:\t");
    return caught >= 0 && (status.mid(caught + 8, 16).toULongLong(nullptr, 16) >> (SIGINT - 1) & 1) == 1;
}

}   // namespace

class TestCliBench : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anUnknownNetworkIsWrongUse() {
        const Call call = Program().call({"bench", "--net", "vgg"});
        QCOMPARE(call.code, 2);
        QVERIFY2(call.err.contains("wide-resnet-28-1"), call.all());
    }

    void networksAndAnExperimentAreWrongUse() {
        const Call call = Program().call({"bench", "--net", "mlp-1x512", "--preset", "quick-start-random-labels"});
        QCOMPARE(call.code, 2);
        QVERIFY2(call.err.contains("leave one of them out"), call.all());
    }

    void aSettingThatDoesNotExistIsWrongUse() {
        QCOMPARE(Program().call({"bench", "--net", "mlp-1x512", "training.speed=9"}).code, 2);
    }

    void aNetworkIsNoFile() {
        const Call call = Program().call({"bench", "mlp-1x512"});
        QCOMPARE(call.code, 2);
        QVERIFY2(call.err.contains("overfit bench --net mlp-1x512"), call.all());
    }

    void onlyANumberOfSecondsIsADuration() {
        for (const char* word : {"nan", "inf", "0", "-1", "long", ""}) {
            const Call call = Program().call({"bench", "--net", "mlp-1x512", "--seconds", word});
            QVERIFY2(call.code == 2, qPrintable(word + call.all()));
            QVERIFY2(call.err.contains("--seconds"), call.all());
        }
    }

    void whatSlowsTheMachineIsNoted() {
        if (!Program::hasEngine()) QSKIP("built without the engine");
        Program program;
        program.set("MALLOC_TOP_PAD_", "131072");
        const QStringList words{"bench", "--net", "mlp-1x512", "--rounds", "1", "--seconds", "0.1", "device=cpu"};
        const Call call = program.call(words);
        QVERIFY2(call.code == 0 && call.out.contains("note: memory that a step frees"), call.all());
        QVERIFY2(call.out.contains("MALLOC_TOP_PAD_ is set"), call.all());
    }

    void aDivergedRunIsNoMeasurement() {
        if (!Program::hasEngine()) QSKIP("built without the engine");
        const Call call = Program().call({"bench", "--net", "mlp-1x512", "--rounds", "1", "--seconds", "0.2", "device=cpu",
                                          "model.hidden=[32,32,32,32,32,32,32,32]", "training.learning_rate=1000"});
        QVERIFY2(call.code == 1, call.all());
        QVERIFY2(call.err.contains("diverged") && call.out.isEmpty(), call.all());
    }

    void aNetworkWithOtherLayersIsNotCalledByItsNameAlone() {
        if (!Program::hasEngine()) QSKIP("built without the engine");
        const Call call = Program().call(
            {"bench", "--net", "mlp-1x512", "--rounds", "1", "--seconds", "0.05", "device=cpu", "model.hidden=[16]"});
        QVERIFY2(call.code == 0, call.all());
        QVERIFY2(call.out.contains("mlp-1x512 (model.hidden=[16])"), call.all());
        QVERIFY2(call.out.contains("with device=cpu, model.hidden=[16]"), call.all());
    }

    void figuresOfANetworkComeAsJson() {
        if (!Program::hasEngine()) QSKIP("built without the engine");
        Program program;
        // The word behind the network's name is a setting, as in the help's example.
        const Call call = program.call({"bench", "--net", "mlp-1x512", "threads=1", "--rounds", "2", "--seconds", "0.05",
                                        "--json", "training.batch_size=64"});
        QVERIFY2(call.code == 0, call.all());
        const QJsonArray results = QJsonDocument::fromJson(call.out.toUtf8()).object()["results"].toArray();
        QCOMPARE(results.size(), 1);
        const QJsonObject result = results[0].toObject();
        QCOMPARE(result["network"].toString(), QString("mlp-1x512"));
        QCOMPARE(result["parameters"].toInt(), 3072 * 512 + 512 + 512 * 10 + 10);
        QCOMPARE(result["training_multiply_adds"].toInt(), 2 * 3072 * 512 + 3 * 512 * 10);
        QCOMPARE(result["batch_size"].toInt(), 64);
        QCOMPARE(result["threads"].toInt(), 1);
        for (const char* rate :
             {"training_images_per_second", "evaluation_images_per_second", "whole_epoch_images_per_second", "start_s",
              "first_step_s", "limit_multiply_adds_per_second", "share_of_limit"}) {
            const QJsonObject spread = result[rate].toObject();
            QVERIFY2(spread["least"].toDouble() > 0.0, rate);
            QVERIFY2(spread["least"].toDouble() <= spread["median"].toDouble(), rate);
            QVERIFY2(spread["median"].toDouble() <= spread["most"].toDouble(), rate);
        }
        QVERIFY(result["share_of_limit"].toObject()["median"].toDouble() < 1.5);
        QVERIFY2(program.runFolders().isEmpty(), "measuring left a run folder");
    }

    void ctrlCEndsItAsItEndsARun() {
        if (!Program::hasEngine()) QSKIP("built without the engine");
        const Program program;
        QProcess process;
        program.start(process, {"bench", "--net", "mlp-1x512", "--seconds", "600", "device=cpu", "threads=1"});
        QTRY_VERIFY_WITH_TIMEOUT(hearsCtrlC(process), 30'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        const Call call = Program::finish(process);
        COMPARE_CODE(call, 130);
        VERIFY_SAID(call.err, "stopped", call);
    }

    void aTableNamesDeviceAndLimit() {
        if (!Program::hasEngine()) QSKIP("built without the engine");
        const Call call = Program().call(
            {"bench", "--preset", "quick-start-random-labels", "--rounds", "1", "--seconds", "0.05", "device=cpu"});
        QVERIFY2(call.code == 0, call.all());
        QVERIFY2(call.out.contains("GFLOP/s in a matrix product"), call.all());
        QVERIFY2(call.out.contains("(cpu)"), call.all());
    }
};

QTEST_GUILESS_MAIN(TestCliBench)
#include "test_cli_bench.moc"
