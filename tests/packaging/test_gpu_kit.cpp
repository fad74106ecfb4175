#include "tests/places.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

// The kit for a machine with a GPU as it is used there: its script `run` in a kit that is made up, with an overfit that only
// notes what it is asked for and a PATH of chosen programs. And what packaging/gpu_kit says of wrong use.

namespace {

/// A literal with zeroes in it.
template <std::size_t Size>
QByteArray bytes(const char (&literal)[Size]) {
    return {literal, static_cast<qsizetype>(Size - 1)};
}

const QString checkout = QString::fromLocal8Bit(overfit::places::source_dir);

const char* const kFacts =
    "commit abc1234\nbuild Release\ntorch 9.9.9\nglibc-built-against 2.36\nglibc 2.34\nglibcxx 3.4.30\n";

/// Stands for bin/overfit: notes its words and LibTorch, and fails where $FAILS says.
const char* const kOverfit = R"(#!/bin/bash
if [ "$1" = --version ]; then
    if [ -n "$LOADER" ]; then echo "$LOADER" >&2; exit 1; fi
    echo "overfit 0"; exit 0
fi
echo "$* with $OVERFIT_LIBTORCH" | tee -a "$LOG"
[ "$1" != "$FAILS" ]
)";

/// Stands for a test program.
const char* const kTest = R"(#!/bin/bash
echo "SKIP   : TestRuns::it() there is no $OVERFIT_GPU_TEST_DEVICE"
echo "Totals: 3 passed, 1 failed, 2 skipped, 0 blacklisted, 5ms"
exit 1
)";

class MadeUpKit {
public:
    MadeUpKit() {
        for (const char* folder : {"tools", "bin", "programs", "torch/lib", "tests/benchmarks/side_by_side"})
            QDir(home_.path()).mkpath(folder);
        for (const char* tool : {"bash", "env", "cat", "cut", "grep", "sed", "awk", "sort", "head", "tee", "mkdir", "rm",
                                 "uname", "date", "dirname"}) {
            const QString real = QStandardPaths::findExecutable(tool);
            if (!real.isEmpty()) QFile::link(real, path("tools/") + tool);
        }
        QFile::copy(checkout + "/packaging/kit/run", path("run"));
        QFile::copy(checkout + "/packaging/steps/messages.sh", path("messages.sh"));
        write("kit.txt", kFacts);
        write("bin/overfit", kOverfit);
        write("tools/getconf", "#!/bin/bash\necho glibc ${GLIBC:-2.36}\n");
        write("tools/python3",
              "#!/bin/bash\ncase \"$1 $2\" in *find_spec*) echo $PYTHONS_TORCH;; *) echo \"python3 $*\";; esac\n");
        write("torch/lib/libtorch_cpu.so", "");
        write("torch/version.py", "__version__ = '9.9.9+cu130'\n");
        environment_.insert("PATH", path("tools"));
        environment_.insert("LOG", path("log.txt"));
        environment_.insert("OVERFIT_LIBTORCH", path("torch"));
    }

    QString path(const QString& name) const { return home_.filePath(name); }
    void set(const QString& name, const QString& value) { environment_.insert(name, value); }

    void write(const QString& name, const QByteArray& content) {
        QFile out(path(name));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(content);
        out.close();
        out.setPermissions(out.permissions() | QFile::ExeOwner | QFile::ExeUser);
    }

    QString read(const QString& name) const {
        QFile in(path(name));
        return in.open(QIODevice::ReadOnly) ? QString::fromUtf8(in.readAll()) : QString();
    }

    /// Calls ./run; returns its exit code and keeps what it said.
    int run(const QStringList& words) {
        QProcess process;
        process.setProcessEnvironment(environment_);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.setStandardInputFile(QProcess::nullDevice());
        process.start("/bin/bash", QStringList{path("run")} + words);
        process.waitForFinished(60'000);
        said = QString::fromUtf8(process.readAll());
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }

    QString said;

private:
    QTemporaryDir home_;
    QProcessEnvironment environment_;
};

#define VERIFY_SAYS(kit, part) QVERIFY2((kit).said.contains(part), qPrintable((kit).said))

/// What packaging/gpu_kit says, and its exit code.
std::pair<int, QString> pack(const QStringList& words) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start("/bin/bash", QStringList{checkout + "/packaging/gpu_kit"} + words);
    process.waitForFinished(60'000);
    return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

/// What a line of shell prints that has the parts of packaging/steps/kit.sh.
QString printed(const QString& line) {
    QProcess process;
    process.start("/bin/bash", {"-c", "source '" + checkout + "/packaging/steps/kit.sh'; " + line});
    process.waitForFinished(60'000);
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

}   // namespace

class TestGpuKit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doctorComparesTheDeviceAndTheResultIsKept() {
        MadeUpKit kit;
        QVERIFY2(kit.run({"--device", "cuda:1", "doctor"}) == 0, qPrintable(kit.said));
        const QString words = "doctor --device cuda:1 --runs-dir " + kit.path("results/runs") + " with " + kit.path("torch");
        VERIFY_SAYS(kit, words);
        const QString kept = kit.read("results/doctor.txt");
        QVERIFY2(kept.contains(words) && kept.contains("commit abc1234 (Release), torch 9.9.9, device cuda:1"),
                 qPrintable(kept));
    }

    void benchPassesItsArgumentsOn() {
        MadeUpKit kit;
        QCOMPARE(kit.run({"bench", "--net", "mlp-1x512", "precision=bf16"}), 0);
        VERIFY_SAYS(kit, "bench device=cuda --net mlp-1x512 precision=bf16");
    }

    void testsAreCountedAndFailTogether() {
        MadeUpKit kit;
        kit.write("programs/engine.gpu.test_runs", kTest);
        kit.write("programs/engine.gpu.test_agreement", kTest);
        QCOMPARE(kit.run({"--device", "cpu", "tests"}), 1);
        VERIFY_SAYS(kit, "there is no cpu");   // as the tests are told
        VERIFY_SAYS(kit, "Tests: 6 passed, 2 failed, 4 skipped");
    }

    void allGoesOnAfterAFailureAndTellsWhichFailed() {
        MadeUpKit kit;
        kit.write("programs/engine.gpu.test_runs", kTest);
        kit.set("FAILS", "doctor");
        QCOMPARE(kit.run({"all"}), 1);
        VERIFY_SAYS(kit, "bench device=cuda");
        VERIFY_SAYS(kit, "side_by_side --bin");
        VERIFY_SAYS(kit, "error: not well: doctor tests ");
    }

    void allSwitchesOnWhatIsOffByDefault() {
        MadeUpKit kit;
        kit.write("programs/engine.gpu.test_runs", kTest);
        QCOMPARE(kit.run({"all"}), 1);   // the tests fail
        VERIFY_SAYS(kit, "error: not well: tests\n");
        for (const char* switches : {"graphs-on-kernels-off", "graphs-off-kernels-on", "graphs-on-kernels-on"}) {
            for (const char* what : {"doctor", "bench"}) {
                QVERIFY2(kit.read(QString("results/%1-%2.txt").arg(what, switches)).contains(what), switches);
            }
        }
    }

    void torchIsAskedOfPythonWhereNoneIsNamed() {
        MadeUpKit kit;
        kit.set("PYTHONS_TORCH", kit.path("torch"));
        kit.set("OVERFIT_LIBTORCH", "");
        QVERIFY2(kit.run({"doctor"}) == 0, qPrintable(kit.said));
        VERIFY_SAYS(kit, "with " + kit.path("torch"));
        kit.set("PYTHONS_TORCH", "");
        QCOMPARE(kit.run({"doctor"}), 1);
        VERIFY_SAYS(kit, "python3 has no torch here");
        VERIFY_SAYS(kit, "OVERFIT_LIBTORCH=.../site-packages/torch");
    }

    void anotherTorchIsRefused() {
        MadeUpKit kit;
        kit.write("torch/version.py", "__version__ = '9.10.0'\n");
        QCOMPARE(kit.run({"doctor"}), 1);
        VERIFY_SAYS(kit, "is torch 9.10.0; the kit needs 9.9.9");
        kit.set("OVERFIT_LIBTORCH", "/nonexistent");
        QCOMPARE(kit.run({"doctor"}), 1);
        VERIFY_SAYS(kit, "no lib/libtorch_cpu.so in it");
    }

    void anOlderGlibcIsRefusedAndANewerOneTaken() {
        MadeUpKit kit;
        kit.set("GLIBC", "2.31");
        QCOMPARE(kit.run({"doctor"}), 1);
        VERIFY_SAYS(kit, "needs glibc 2.34 (built against 2.36), and this machine has 2.31");
        kit.set("GLIBC", "2.100");
        QVERIFY2(kit.run({"doctor"}) == 0, qPrintable(kit.said));
    }

    void programsThatDoNotStartAreToldWithTheLoadersWords() {
        MadeUpKit kit;
        kit.set("LOADER", "version `GLIBCXX_3.4.30' not found");
        QCOMPARE(kit.run({"doctor"}), 1);
        VERIFY_SAYS(kit, "version `GLIBCXX_3.4.30' not found");
        VERIFY_SAYS(kit, "./run build");
    }

    void aMissingDriverIsToldButDoesNotStopTheTests() {
        MadeUpKit kit;
        QCOMPARE(kit.run({"doctor"}), 0);
        VERIFY_SAYS(kit, "nvidia-smi lists no GPU here: install the NVIDIA driver");
        VERIFY_SAYS(kit, "this torch has no CUDA part");
        kit.write("tools/nvidia-smi", "#!/bin/bash\necho 'NVIDIA H200, 580.65'\n");
        kit.write("torch/lib/libtorch_cuda.so", "");
        QCOMPARE(kit.run({"doctor"}), 0);
        VERIFY_SAYS(kit, "GPU, driver: NVIDIA H200, 580.65");
        QVERIFY(!kit.said.contains("no CUDA part"));
    }

    void buildWithoutSourcesSaysHowToHaveThem() {
        MadeUpKit kit;
        QCOMPARE(kit.run({"build"}), 1);
        VERIFY_SAYS(kit, "packaging/gpu_kit --sources");
    }

    void wrongUseOfRun_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("part");
        QTest::newRow("nothing") << QStringList{} << "what to do is not named";
        QTest::newRow("unknown") << QStringList{"train"} << "there is no \"train\"";
        QTest::newRow("device") << QStringList{"--device", "gpu", "doctor"} << "found \"gpu\"";
        QTest::newRow("no value") << QStringList{"--device"} << "its value is missing";
        QTest::newRow("all") << QStringList{"all", "--rounds"} << "no further arguments";
    }
    void wrongUseOfRun() {
        QFETCH(QStringList, words);
        QFETCH(QString, part);
        MadeUpKit kit;
        QCOMPARE(kit.run(words), 2);
        VERIFY_SAYS(kit, part);
        VERIFY_SAYS(kit, "./run --help");
    }

    void bothScriptsHaveHelp() {
        MadeUpKit kit;
        QCOMPARE(kit.run({"--help"}), 0);
        VERIFY_SAYS(kit, "side-by-side");
        const auto [code, said] = pack({"--help"});
        QVERIFY2(code == 0 && said.contains("--sources"), qPrintable(said));
    }

    void whatTheTargetMustHaveStaysBehind_data() {
        QTest::addColumn<QString>("kind");
        for (const char* name : {"libc.so.6", "ld-linux-x86-64.so.2", "libstdc++.so.6", "libgomp.so.1", "libtorch_cpu.so",
                                 "libc10.so", "libc10_cuda.so", "libcuda.so.1", "libcudart.so.13", "libcublas.so.13"})
            QTest::newRow(name) << "stays";
        for (const char* name : {"libcurl.so.4", "libcrypto.so.3", "libQt6Core.so.6", "libfmt.so.9", "libcom_err.so.2"})
            QTest::newRow(name) << "goes";
    }
    void whatTheTargetMustHaveStaysBehind() {
        QFETCH(QString, kind);
        QCOMPARE(printed(QString("is_of_the_target %1 && echo stays || echo goes").arg(QTest::currentDataTag())), kind);
    }

    void theNewestVersionThatIsAskedForCounts() {
        MadeUpKit kit;
        kit.write("one", bytes("\0GLIBC_2.9\0GLIBC_2.34\0GLIBCXX_3.4.30\0"));
        kit.write("other", bytes("\0GLIBC_2.4\0GLIBC_PRIVATE\0"));
        const QString files = QString(" '%1' '%2'").arg(kit.path("one"), kit.path("other"));
        QCOMPARE(printed("newest_symbol GLIBC" + files), QString("2.34"));
        QCOMPARE(printed("newest_symbol GLIBCXX" + files), QString("3.4.30"));
    }

    void librariesAreFoundAllTheWayDown() {
        const QString lines = printed(QString("linked_libraries '%1' '%1/overfit'").arg(overfit::places::bin_dir));
        QVERIFY2(lines.contains(
                     QRegularExpression("^liboverfit_core.so /.*/liboverfit_core.so$", QRegularExpression::MultilineOption)),
                 qPrintable(lines));
        QVERIFY2(lines.contains(QRegularExpression("^libcurl.so.4 /", QRegularExpression::MultilineOption)),
                 qPrintable(lines));
    }

    void wrongUseOfThePacker_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("part");
        QTest::newRow("unknown") << QStringList{"--fast"} << "unknown argument: --fast";
        QTest::newRow("no value") << QStringList{"--output"} << "--output: its value is missing";
        QTest::newRow("no data") << QStringList{"--data", "/nonexistent"} << "--data /nonexistent: there is no such folder";
        QTest::newRow("no build") << QStringList{"--build", "/nonexistent"}
                                  << "--build /nonexistent: there is no such folder";
        QTest::newRow("no build tree") << QStringList{"--build", checkout + "/packaging"} << "is no build tree";
        // What comes first here must not be reached; it ends a script that takes the rest before that builds.
        const QStringList build{"--build", "/nonexistent"}, data{"--data", "/nonexistent"};
        QTest::newRow("a folder") << build + QStringList{"--output", checkout} << "is a folder; name a file";
        QTest::newRow("an option") << build + QStringList{"--output", "--sources"} << "--output: its value is missing";
        const QString empty = "gpu_kit: %1: its value is empty; name a %2, or leave the option out\n";
        QTest::newRow("empty build") << data + QStringList{"--build", ""} << empty.arg("--build", "folder");
        QTest::newRow("empty data") << build + QStringList{"--data", ""} << empty.arg("--data", "folder");
        QTest::newRow("empty output") << build + QStringList{"--output", ""} << empty.arg("--output", "file");
    }
    void wrongUseOfThePacker() {
        QFETCH(QStringList, words);
        QFETCH(QString, part);
        const auto [code, said] = pack(words);
        QVERIFY2(code == 2 && said.startsWith("gpu_kit: ") && said.contains(part), qPrintable(said));
    }

    void whatFailsLaterIsNoWrongUse() {
        MadeUpKit kit;
        kit.write("programs/CMakeCache.txt", "");   // a tree in which nothing is built
        const auto [code, said] = pack({"--output", kit.path("kit.tar.gz"), "--build", kit.path("programs")});
        QVERIFY2(code == 1 && said.contains("error: " + kit.path("programs") + " is not built"), qPrintable(said));
    }
};

QTEST_APPLESS_MAIN(TestGpuKit)
#include "test_gpu_kit.moc"
