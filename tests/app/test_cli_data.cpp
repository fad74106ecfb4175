#include "tests/app/program.h"
#include "tests/core/data/data_files.h"
#include "tests/core/fetch/hostile_server.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace overfit::test;

namespace {

/// Debian's Fashion-MNIST: real files that are there on every machine that was set up.
const char* const kDebian = "/usr/share/datasets/fashion-mnist";

}   // namespace

class CliDataTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listTellsSizeSourceAndPlaceOfEachSet() {
        const Program program;
        const Call call = program.call({"data", "list"});
        COMPARE_CODE(call, 0);
        for (const char* part : {"cifar100-coarse", "170.1 MB", "www.cs.toronto.edu", "image-folder", "missing", "built in",
                                 "50,000 + 10,000 of 32x32 in colour"}) {
            VERIFY_SAID(call.out, part, call);
        }
        const Call json = program.call({"data", "list", "--json"});
        COMPARE_CODE(json, 0);
        const QJsonArray sets = QJsonDocument::fromJson(json.out.toUtf8()).array();
        QCOMPARE(sets.size(), 19);
        for (const QJsonValue& set : sets) {
            if (set["name"].toString() != "svhn") continue;
            QCOMPARE(set["download_bytes"].toInteger(), 246'316'178);
            QCOMPARE(set["present"].toBool(), false);
            QVERIFY(set["how_to_get"].toString().contains("overfit data fetch svhn"));
        }
    }

    void fetchesFromAFolderChecksAndPutsInPlace() {
        if (!QFile::exists(kDebian)) QSKIP("dataset-fashion-mnist is not installed");
        const Program program;
        const QString root = program.file("data");
        const QStringList fetch{"data", "fetch", "fashion-mnist", "--from", kDebian, "--data-root", root, "--again"};
        const Call call = program.call(fetch);
        COMPARE_CODE(call, 0);
        VERIFY_SAID(call.out, "packed anew", call);
        VERIFY_SAID(call.out, "fashion-mnist is in " + root + "/FashionMNIST/raw", call);
        QVERIFY(!QFile::exists(root + "/.downloads"));

        const Call verified = program.call({"data", "verify", "fashion-mnist", "--data-root", root});
        COMPARE_CODE(verified, 0);
        VERIFY_SAID(verified.out, "this is Fashion-MNIST as published", verified);

        const Call again = program.call(fetch.first(fetch.size() - 1));
        COMPARE_CODE(again, 0);
        VERIFY_SAID(again.out, "fashion-mnist is already in", again);
    }

    void wrongBytesFailWithTheirChecksums() {
        const Program program;
        const QString mirror = program.file("mirror");
        program.write("mirror/train-images-idx3-ubyte.gz", "no images");
        const Call call = program.call({"data", "fetch", "kmnist", "--from", mirror});
        COMPARE_CODE(call, 2);   // the file was named by the user
        VERIFY_SAID(call.err, "expected 18,165,135 bytes, found 9", call);
        QVERIFY(!QFile::exists(program.file(".local/share/overfit-workbench/data/KMNIST")));
    }

    void aDifferingSetIsToldAndExitsWithOne() {
        const Program program;
        for (const char* file : {"train-images", "t10k-images"}) {
            program.write(QString("data/MNIST/raw/%1-idx3-ubyte").arg(file),
                          data_files::idx({20, 28, 28}, data_files::counting(20 * 28 * 28)));
        }
        for (const char* file : {"train-labels", "t10k-labels"}) {
            program.write(QString("data/MNIST/raw/%1-idx1-ubyte").arg(file),
                          data_files::idx({20}, data_files::counting(20, 10)));
        }
        const Call call = program.call({"data", "verify", "mnist", "--data-root", program.file("data")});
        COMPARE_CODE(call, 1);
        VERIFY_SAID(call.out, "differs", call);
        VERIFY_SAID(call.out, "it can be trained on", call);
        const Call json = program.call({"data", "verify", "mnist", "--data-root", program.file("data"), "--json"});
        QCOMPARE(QJsonDocument::fromJson(json.out.toUtf8())["state"].toString(), "differs");
    }

    void wrongUseIsRefused() {
        const Program program;
        COMPARE_CODE(program.call({"data", "fetch"}), 2);
        const Call unknown = program.call({"data", "fetch", "cifar-10"});
        COMPARE_CODE(unknown, 2);
        VERIFY_SAID(unknown.err, "the nearest name is cifar10", unknown);
        COMPARE_CODE(program.call({"data", "fetch", "synthetic"}), 2);
        COMPARE_CODE(program.call({"data", "verify", "cifar10"}), 2);
        COMPARE_CODE(program.call({"data", "fetch", "mnist", "--from", "/nowhere"}), 2);
    }

    void ctrlCStopsWithItsOwnCode() {
        const fetch_tests::HostileServer server;
        if (!server.runs()) QSKIP("python3 is not here");
        server.put("cifar-10-binary.tar.gz", data_files::counting(1'000'000, 251));
        const Program program;
        QProcess process;
        // Headers of the right file, then silence.
        program.start(process, {"data", "fetch", "cifar10", "--from",
                                QString::fromStdString(server.url("silent-cifar", "cifar-10-binary.tar.gz"))});
        QTest::qWait(500);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        const Call call = Program::finish(process);
        COMPARE_CODE(call, 130);
        VERIFY_SAID(call.out, "stopped; nothing is left behind", call);
        QVERIFY(!QFile::exists(program.file(".local/share/overfit-workbench/data/.downloads")));
    }
};

QTEST_GUILESS_MAIN(CliDataTest)
#include "test_cli_data.moc"
