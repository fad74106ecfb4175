#include "tests/places.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

// packaging/setup as a user calls it, on a machine that is made up: its own copy of packaging/ with tiny wheels pinned, a
// PATH of chosen programs, an apt and a pip that only note what they are asked for. Nothing is fetched and nothing
// installed.

namespace {

constexpr const char* kPinnedVersion = "9.9.9";

/// A wheel (a stored zip) of one package: its dist-info and, for torch, the library that CMake looks for.
const char* const kMakeWheel = R"(
import sys, zipfile
path, name, version, content = sys.argv[1:5]
with zipfile.ZipFile(path, "w") as wheel:
    wheel.writestr(f"{name}-{version}.dist-info/METADATA", f"Name: {name}\n")
    wheel.writestr(f"{name}-{version}.dist-info/RECORD", content)
    if name == "torch":
        wheel.writestr("torch/lib/libtorch_cpu.so", content)
)";

/// Stands for `python3`: `-m pip download` copies the wheels of $WHEELS or fails as $PIP says, all else is the real Python.
const char* const kPython = R"(#!/bin/bash
if [ "$1 $2" != "-m pip" ]; then exec "$REAL_PYTHON" "$@"; fi
echo "$*" >>"$LOG/pip.log"
case "$3 $PIP" in
    --version*missing*) exit 1 ;;
    --version*) exit 0 ;;
esac
while [ $# -gt 0 ]; do
    case "$1" in --dest) into=$2 ;; -r) list=$2 ;; esac
    shift
done
tries=$(grep -c download "$LOG/pip.log")
case "$PIP" in
    offline) echo "Could not resolve host" >&2; exit 1 ;;
    breaks-once) if [ "$tries" -lt 2 ]; then echo half >"$into/torch.whl.tmp"; exit 1; fi ;;
esac
grep -o '^[a-z-]*' "$list" | while read -r name; do cp "$WHEELS/${name//-/_}".whl "$into/"; done
if [ "$PIP" = tampered ]; then echo more >>"$into/torch.whl"; fi
)";

class MadeUpMachine {
public:
    MadeUpMachine() {
        QDir(home_.path()).mkpath("bin");
        QDir(home_.path()).mkpath("log");
        QDir(home_.path()).mkpath("wheels");
        copyScripts();
        for (const char* tool : {"bash",      "env",   "cat",   "cut",   "grep",  "sed",   "awk",   "sort", "diff",
                                 "sha256sum", "mkdir", "mv",    "rm",    "cp",    "df",    "ls",    "head", "find",
                                 "dirname",   "flock", "uname", "sleep", "xargs", "paste", "printf"}) {
            const QString real = QStandardPaths::findExecutable(tool);
            if (!real.isEmpty()) QFile::link(real, path("bin") + "/" + tool);
        }
        command("id", "#!/bin/bash\necho ${USER_ID:-0}\n");
        command("python3", kPython);
        command("dpkg-query",
                "#!/bin/bash\nshift 2\nfor p in \"$@\"; do case \" $LACKING \" in *\" $p \"*) ;; *) echo \"installed $p\";; "
                "esac; done\n");
        command("apt-get",
                "#!/bin/bash\necho \"$*\" >>\"$LOG/apt.log\"\ncase \"$*\" in *\" install \"*) exit ${APT_EXIT:-0};; esac\n");
        command("apt-cache", "#!/bin/bash\n[ \"$2\" != \"${NOT_OFFERED:-}\" ]\n");
        environment_.insert("PATH", path("bin"));
        environment_.insert("HOME", home_.path());
        environment_.insert("LOG", path("log"));
        environment_.insert("WHEELS", path("wheels"));
        environment_.insert("REAL_PYTHON", realPython());
        environment_.insert("OVERFIT_RETRY_PAUSE", "0");
        environment_.insert("OVERFIT_CUDA", "no");
        pin("cpu.lock", {"torch", "nvidia-cuda-runtime"});
        pin("cuda.lock", {"nvidia-cudnn"});
    }

    static QString realPython() {
        const QString system = "/usr/bin/python3";
        return QFile::exists(system) ? system : QStandardPaths::findExecutable("python3");
    }

    QString path(const QString& name) const { return home_.filePath(name); }
    QString libtorch() const { return path(QString(".cache/overfit-workbench/libtorch-%1").arg(kPinnedVersion)); }
    void set(const QString& name, const QString& value) { environment_.insert(name, value); }
    void removeCommand(const QString& name) { QFile::remove(path("bin/" + name)); }

    void command(const QString& name, const QByteArray& script) {
        QFile::remove(path("bin/" + name));   // first the link: writing through it would change this machine's own program
        write(path("bin/" + name), script, true);
    }

    static void write(const QString& file, const QByteArray& content, bool executable = false) {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::NewOnly));   // never over a file that is there
        out.write(content);
        out.close();
        if (executable) out.setPermissions(out.permissions() | QFile::ExeOwner | QFile::ExeUser);
    }

    QString log(const QString& name) const {
        QFile in(path("log/" + name));
        return in.open(QIODevice::ReadOnly) ? QString::fromUtf8(in.readAll()) : QString();
    }

    void start(QProcess& process) const {
        process.setProcessEnvironment(environment_);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.setStandardInputFile(QProcess::nullDevice());
        process.start("/bin/bash", {path("packaging/setup")});
    }

    /// Runs packaging/setup; returns its exit code and keeps what it said.
    int setup() {
        QProcess process;
        start(process);
        process.waitForFinished(60000);
        said = QString::fromUtf8(process.readAll());
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }

    QString said;

private:
    void copyScripts() {
        const QDir source(QString(overfit::places::source_dir) + "/packaging");
        for (const char* folder : {"steps", "debian", "libtorch"}) QDir(home_.path()).mkpath(QString("packaging/") + folder);
        QStringList files{"setup", "debian/packages.txt"};
        const QStringList steps = QDir(source.filePath("steps")).entryList({"*.sh"});
        for (const QString& step : steps) files << "steps/" + step;
        for (const QString& file : files) QVERIFY(QFile::copy(source.filePath(file), path("packaging/" + file)));
    }

    void pin(const QString& lock, const QStringList& names) {
        QByteArray lines = "# disk-mb: 1\n";
        for (const QString& name : names) {
            const QString file = path("wheels/" + QString(name).replace('-', '_') + ".whl");
            QProcess::execute(realPython(), {"-c", kMakeWheel, file, QString(name).replace('-', '_'), kPinnedVersion,
                                             "content of " + name});
            QFile wheel(file);
            QVERIFY(wheel.open(QIODevice::ReadOnly));
            const QByteArray hash = QCryptographicHash::hash(wheel.readAll(), QCryptographicHash::Sha256).toHex();
            lines += QString("%1==%2 --hash=sha256:%3\n").arg(name, kPinnedVersion, QString(hash)).toUtf8();
        }
        write(path("packaging/libtorch/" + lock), lines);
    }

    QTemporaryDir home_;
    QProcessEnvironment environment_;
};

}   // namespace

class SetupTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (MadeUpMachine::realPython().isEmpty()) QSKIP("python3 is not installed");
    }

    void fetchesLibTorchOnceAndThenDoesNothing() {
        MadeUpMachine machine;
        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
        QVERIFY2(QFile::exists(machine.libtorch() + "/torch/lib/libtorch_cpu.so"), qPrintable(machine.said));
        QVERIFY(!QFile::exists(machine.libtorch() + ".part"));
        QVERIFY(!QFile::exists(machine.libtorch() + "/wheels"));
        const QString asked = machine.log("pip.log");
        QVERIFY(asked.contains("--require-hashes"));

        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
        QCOMPARE(machine.log("pip.log"), asked);
        QCOMPARE(machine.log("apt.log"), QString());
    }

    void leavesOutCudaWithoutAGpuAndAddsItLater() {
        MadeUpMachine machine;
        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
        const QString cudnn = machine.libtorch() + "/nvidia_cudnn-9.9.9.dist-info";
        QVERIFY(!QFile::exists(cudnn));

        machine.set("OVERFIT_CUDA", "yes");
        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
        QVERIFY2(machine.said.contains("fetching nvidia-cudnn==9.9.9\n"), qPrintable(machine.said));
        QVERIFY(QFile::exists(cudnn));
        QVERIFY(QFile::exists(machine.libtorch() + "/torch/lib/libtorch_cpu.so"));
    }

    void triesABrokenDownloadAgain() {
        MadeUpMachine machine;
        machine.set("PIP", "breaks-once");
        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
        QVERIFY2(machine.said.contains("trying again (2 of 3)"), qPrintable(machine.said));
        QVERIFY(QFile::exists(machine.libtorch() + "/torch/lib/libtorch_cpu.so"));
    }

    void refusesAnotherHashAndPutsNothingInPlace() {
        MadeUpMachine machine;
        machine.set("PIP", "tampered");
        QCOMPARE(machine.setup(), 1);
        QVERIFY2(machine.said.contains("pinned sha256"), qPrintable(machine.said));
        QVERIFY(!QFile::exists(machine.libtorch()));
    }

    void saysWhatIsMissingWithoutANetwork() {
        MadeUpMachine machine;
        machine.set("PIP", "offline");
        QCOMPARE(machine.setup(), 1);
        for (const char* part :
             {"torch==9.9.9 nvidia-cuda-runtime==9.9.9", "OVERFIT_LIBTORCH=DIR", "-DOVERFIT_ENGINE=OFF"}) {
            QVERIFY2(machine.said.contains(part), qPrintable(machine.said));
        }
        QVERIFY(!QFile::exists(machine.libtorch()));
    }

    void clearsWhatABrokenTryLeft() {
        MadeUpMachine machine;
        QDir().mkpath(machine.libtorch() + ".part/torch/lib");
        MadeUpMachine::write(machine.libtorch() + ".part/torch/lib/half", "half a library");
        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
        QVERIFY(QFile::exists(machine.libtorch() + "/torch/lib/libtorch_cpu.so"));
        QVERIFY(!QFile::exists(machine.libtorch() + "/torch/lib/half"));
    }

    void leavesAFolderWithSomethingElseAlone() {
        MadeUpMachine machine;
        QDir().mkpath(machine.libtorch());
        MadeUpMachine::write(machine.libtorch() + "/thesis.tex", "years of work");
        QCOMPARE(machine.setup(), 1);
        QVERIFY2(machine.said.contains("something else than LibTorch"), qPrintable(machine.said));
        QVERIFY(QFile::exists(machine.libtorch() + "/thesis.tex"));
    }

    void goesToTheFolderThatIsNamed() {
        MadeUpMachine machine;
        machine.set("OVERFIT_LIBTORCH_DIR", machine.path("elsewhere/torch"));
        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
        QVERIFY(QFile::exists(machine.path("elsewhere/torch/torch/lib/libtorch_cpu.so")));
        QVERIFY(!QFile::exists(machine.libtorch()));
    }

    void takesALibTorchThatIsThere() {
        MadeUpMachine machine;
        QDir().mkpath(machine.path("mine/lib"));
        machine.set("OVERFIT_LIBTORCH", machine.path("mine"));
        QCOMPARE(machine.setup(), 1);
        QVERIFY2(machine.said.contains("no lib/libtorch_cpu.so"), qPrintable(machine.said));

        MadeUpMachine::write(machine.path("mine/lib/libtorch_cpu.so"), "library");
        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
        QCOMPARE(machine.log("pip.log"), QString());
    }

    void asksForSpaceBeforeItFetches() {
        MadeUpMachine machine;
        machine.command("df", "#!/bin/bash\necho 'Filesystem blocks used free'; echo '/dev/x 10 10 0 100% /'\n");
        QCOMPARE(machine.setup(), 1);
        QVERIFY2(machine.said.contains("0 MB of free space"), qPrintable(machine.said));
        QVERIFY(!machine.log("pip.log").contains("download"));
    }

    void saysHowToGetPip() {
        MadeUpMachine machine;
        machine.set("PIP", "missing");
        QCOMPARE(machine.setup(), 1);
        QVERIFY2(machine.said.contains("python3-pip"), qPrintable(machine.said));
    }

    void installsOnlyTheMissingPackages() {
        MadeUpMachine machine;
        machine.set("LACKING", "libfmt-dev ccache");
        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
        const QString apt = machine.log("apt.log");
        QVERIFY2(apt.contains(" update\n"), qPrintable(apt));
        QVERIFY2(apt.contains("install --no-install-recommends ccache libfmt-dev\n"), qPrintable(apt));
    }

    void goesOnWithoutAPackageThatIsNotOffered() {
        MadeUpMachine machine;
        machine.set("LACKING", "libfmt-dev dataset-fashion-mnist");
        machine.set("NOT_OFFERED", "dataset-fashion-mnist");
        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
        QVERIFY2(machine.said.contains("not offered by this system's package sources: dataset-fashion-mnist"),
                 qPrintable(machine.said));
        QVERIFY(machine.log("apt.log").contains("install --no-install-recommends libfmt-dev\n"));
    }

    void stopsWhenAptFails() {
        MadeUpMachine machine;
        machine.set("LACKING", "libfmt-dev");
        machine.set("APT_EXIT", "100");
        QCOMPARE(machine.setup(), 1);
        QVERIFY2(machine.said.contains("apt-get could not install: libfmt-dev"), qPrintable(machine.said));
    }

    void tellsAUserWithoutSudoTheExactCommand() {
        MadeUpMachine machine;
        machine.set("USER_ID", "1000");
        machine.set("LACKING", "libfmt-dev");
        QCOMPARE(machine.setup(), 1);
        QVERIFY2(machine.said.contains("apt-get update && apt-get install -y --no-install-recommends libfmt-dev"),
                 qPrintable(machine.said));
        QCOMPARE(machine.log("apt.log"), QString());
    }

    void needsNoRootWhenEverythingIsThere() {
        MadeUpMachine machine;
        machine.set("USER_ID", "1000");
        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
    }

    void goesThroughSudoForOthers() {
        MadeUpMachine machine;
        machine.command("sudo", "#!/bin/bash\n[ \"$1\" != -n ] || shift\necho sudo >>\"$LOG/sudo.log\"\nexec \"$@\"\n");
        machine.set("USER_ID", "1000");
        machine.set("LACKING", "libfmt-dev");
        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
        QVERIFY(machine.log("apt.log").contains("libfmt-dev"));
        QCOMPARE(machine.log("sudo.log"), QString("sudo\nsudo\n"));
    }

    void listsWhatToInstallWithoutApt() {
        MadeUpMachine machine;
        machine.removeCommand("apt-get");
        QVERIFY2(machine.setup() == 0, qPrintable(machine.said));
        for (const char* part : {"No apt on this system", "- Qt 6.4 or newer: Core, Gui, Widgets, DBus, Test", "- yaml-cpp",
                                 "- nlohmann json"}) {
            QVERIFY2(machine.said.contains(part), qPrintable(machine.said));
        }
        QVERIFY(QFile::exists(machine.libtorch() + "/torch/lib/libtorch_cpu.so"));
    }

    void twoSetUpsAtOnceFetchOnce() {
        MadeUpMachine machine;
        QByteArray slow = kPython;
        slow.replace("grep -o '^", "sleep 1\ngrep -o '^");
        machine.command("python3", slow);
        QProcess first, second;
        machine.start(first);
        machine.start(second);
        QVERIFY(first.waitForFinished(60000));
        QVERIFY(second.waitForFinished(60000));
        const QByteArray said = first.readAll() + second.readAll();
        QVERIFY2(first.exitCode() == 0 && second.exitCode() == 0, said);
        QCOMPARE(machine.log("pip.log").count("pip download"), 1);
        QVERIFY2(said.contains("another set-up is fetching it"), said);
    }
};

QTEST_GUILESS_MAIN(SetupTest)
#include "test_setup.moc"
