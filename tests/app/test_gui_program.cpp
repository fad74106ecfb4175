#include "app/gui_arguments.h"
#include "tests/places.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace overfit;

namespace {

struct Ended {
    int code = -1;
    QString out, err;
};

/// The program as a user starts it, in an environment of its own.
Ended start(const QStringList& arguments, const QTemporaryDir& home, const QString& platform) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) environment.remove(QLatin1String(name));
    if (!platform.isEmpty()) environment.insert(QStringLiteral("QT_QPA_PLATFORM"), platform);
    environment.insert(QStringLiteral("HOME"), home.path());
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home.path());
    process.setProcessEnvironment(environment);
    process.start(QString(places::bin_dir) + "/overfit-workbench", arguments);
    if (!process.waitForFinished(60000)) process.kill();
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

}   // namespace

class TestGuiProgram : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sortsArguments() {
        const QTemporaryDir folder;
        const QString yaml = folder.filePath("a.yaml");
        QVERIFY(QFile(yaml).open(QIODevice::WriteOnly));
        const GuiArguments both = parseGuiArguments(
            {"-platform", "offscreen", yaml, folder.path(), "--runs-dir", "/runs", "--data-root=/data", "--quick-start"});
        QVERIFY2(both.mistake.isEmpty(), qPrintable(both.mistake));
        QCOMPARE(both.experiment, yaml);
        QCOMPARE(both.runs, QStringList({folder.path()}));
        QCOMPARE(both.runsDir, QStringLiteral("/runs"));
        QCOMPARE(both.dataRoot, QStringLiteral("/data"));
        QVERIFY(both.quickStart);
        const GuiArguments figure = parseGuiArguments({"--export-figure", "out.png", "--dpi", "150"});
        QCOMPARE(figure.task, GuiArguments::Task::ExportFigure);
        QCOMPARE(figure.figure, QStringList({"out.png", "--dpi", "150"}));
    }

    void wrongArgumentsAreNamed_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        QTest::newRow("unknown option") << QStringList{"--nonsense"} << "--nonsense";
        QTest::newRow("no such file") << QStringList{"/not/there.yaml"} << "/not/there.yaml";
        QTest::newRow("no such run") << QStringList{"/not/there"} << "/not/there";
        QTest::newRow("folder missing") << QStringList{"--runs-dir"} << "--runs-dir";
        QTest::newRow("option for a folder") << QStringList{"--data-root", "--quick-start"} << "--data-root";
    }
    void wrongArgumentsAreNamed() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, named);
        QVERIFY(parseGuiArguments(arguments).mistake.contains(named));
        const QTemporaryDir home;
        const Ended ended = start(arguments, home, "offscreen");
        QCOMPARE(ended.code, 2);
        QVERIFY2(ended.err.contains(named), qPrintable(ended.err));
    }

    void versionAndHelpNeedNoDisplay() {
        const QTemporaryDir home;
        const Ended version = start({"--version"}, home, {});
        QCOMPARE(version.code, 0);
        QVERIFY(version.out.startsWith("overfit-workbench "));
        const Ended help = start({"--help"}, home, {});
        QCOMPARE(help.code, 0);
        QVERIFY(help.out.contains("--quick-start"));
    }

    void withoutADisplayItSaysWhatToDo() {
        const QTemporaryDir home;
        const Ended ended = start({}, home, {});
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.err.contains("QT_QPA_PLATFORM=offscreen"), qPrintable(ended.err));
        QVERIFY(ended.err.contains("overfit quick-start"));
    }

    void anUnusablePlatformEndsWithAMessageNotACrash() {
        const QTemporaryDir home;
        const Ended ended = start({}, home, "xcb");   // without DISPLAY
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.err.contains("overfit quick-start"), qPrintable(ended.err));
    }

    void theWindowOpensOffScreenAndTellsHowLongItTook() {
        const QTemporaryDir home;
        const Ended ended = start({"--measure-startup", "--runs-dir", home.filePath("runs")}, home, "offscreen");
        QCOMPARE(ended.code, 0);
        const int milliseconds = ended.out.section(' ', 0, 0).toInt();
        QVERIFY2(milliseconds > 0 && milliseconds < 10000, qPrintable(ended.out));   // tests/benchmarks/startup judges
    }

    void anExperimentThatCannotBeTrainedEndsWithTwo() {
        const QTemporaryDir home;
        const auto trained = [&](const char* yaml) {
            QFile file(home.filePath("wrong.yaml"));
            if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) qFatal("no file");
            file.write(yaml);
            file.close();
            return start({"--train-and-close", file.fileName(), "--runs-dir", home.filePath("runs")}, home, "offscreen");
        };
        const Ended unreadable = trained("trainig: {epochs: 1}\n");
        QCOMPARE(unreadable.code, 2);
        QVERIFY2(unreadable.err.contains("trainig"), qPrintable(unreadable.err));
        const Ended refused = trained("data: {dataset: synthetic}\ntraining: {batch_size: 1000000}\n");
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.err.contains("Batch size"), qPrintable(refused.err));
    }

    void theWindowLetsTrainingThreadsSleepWhileTheyWait() {
        const QTemporaryDir home;
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("OMP_WAIT_POLICY"));
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        environment.insert(QStringLiteral("HOME"), home.path());
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home.path());
        process.setProcessEnvironment(environment);
        process.start(QString(places::bin_dir) + "/overfit-workbench", {});
        QVERIFY(process.waitForStarted());
        const auto told = [&process](const char* file) {
            QFile stream(QStringLiteral("/proc/%1/%2").arg(process.processId()).arg(QLatin1String(file)));
            return stream.open(QIODevice::ReadOnly) ? stream.readAll() : QByteArray();
        };
        // Where Qt brings no OpenMP along the engine asks for it itself, before it opens one.
        QTRY_VERIFY_WITH_TIMEOUT(told("maps").contains("libQt6Widgets"), 30000);
        if (!told("maps").contains("libgomp")) QSKIP("Qt brings no OpenMP along on this machine");
        QTRY_VERIFY_WITH_TIMEOUT(told("environ").contains("OMP_WAIT_POLICY=passive"), 30000);
        process.kill();
        process.waitForFinished();
    }
};

QTEST_APPLESS_MAIN(TestGuiProgram)
#include "test_gui_program.moc"
