#include "tests/places.h"

#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>

namespace overfit::test {

/// How a call of the program ended, and what it said.
struct Call {
    int code = -1;   // -1: it crashed or did not end
    QString out, err;

    /// For the message of a failed check.
    QByteArray all() const {
        return QString("exit code %1\n--- stdout\n%2\n--- stderr\n%3").arg(code).arg(out, err).toUtf8();
    }
};

/// The real program `overfit` in a home of its own: its own runs folder, no data but what the test puts there.
class Program {
public:
    Program() : environment_(QProcessEnvironment::systemEnvironment()) {
        // What the engine is found by lies in the real home; everything else is looked for in the made-up one.
        if (!environment_.contains("OVERFIT_LIBTORCH") && !environment_.contains("OVERFIT_LIBTORCH_DIR") &&
            !environment_.contains("XDG_CACHE_HOME")) {
            environment_.insert("XDG_CACHE_HOME", QDir::home().filePath(".cache"));
        }
        environment_.insert("HOME", home_.path());
        environment_.insert("OVERFIT_RUNS_DIR", runs());
        environment_.remove("XDG_DATA_HOME");
        environment_.remove("OVERFIT_DATA");
        environment_.remove("DISPLAY");
    }

    static QString path() { return QString(overfit::places::bin_dir) + "/overfit"; }
    static bool hasEngine() { return !QDir(overfit::places::bin_dir).entryList({"*overfit_engine*"}).isEmpty(); }
    static bool hasWindow() { return QFile::exists(QString(overfit::places::bin_dir) + "/overfit-workbench"); }

    QString file(const QString& name) const { return home_.filePath(name); }
    QString runs() const { return file("runs"); }
    QStringList runFolders() const { return QDir(runs()).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name); }
    void set(const QString& name, const QString& value) { environment_.insert(name, value); }
    /// The program may not have more private memory than that; files that it maps do not count.
    void limitMemory(rlim_t bytes) { memory_limit_ = bytes; }

    QString write(const QString& name, const QByteArray& content) const {
        QDir().mkpath(QFileInfo(file(name)).path());
        QFile out(file(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
        return file(name);
    }

    static QByteArray read(const QString& name) {
        QFile in(name);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    void start(QProcess& process, const QStringList& arguments) const {
        process.setProcessEnvironment(environment_);
        process.setWorkingDirectory(home_.path());
        process.setStandardInputFile(QProcess::nullDevice());
        // A shell that runs tests in the background has Ctrl-C ignored; ours must hear it.
        process.setChildProcessModifier([limit = memory_limit_] {
            std::signal(SIGINT, SIG_DFL);
            const rlimit memory{limit, limit};
            if (limit != RLIM_INFINITY) ::setrlimit(RLIMIT_DATA, &memory);
        });
        process.start(path(), arguments);
    }

    static Call finish(QProcess& process, int milliseconds = 100'000) {
        Call call;
        if (!process.waitForFinished(milliseconds)) {
            process.kill();
            process.waitForFinished();
        } else if (process.exitStatus() == QProcess::NormalExit) {
            call.code = process.exitCode();
        }
        call.out = QString::fromUtf8(process.readAllStandardOutput());
        call.err = QString::fromUtf8(process.readAllStandardError());
        return call;
    }

    Call call(const QStringList& arguments) const {
        QProcess process;
        start(process, arguments);
        return finish(process);
    }

private:
    QTemporaryDir home_;
    QProcessEnvironment environment_;
    rlim_t memory_limit_ = RLIM_INFINITY;
};

/// A small real experiment that needs no file: synthetic images, a narrow MLP.
inline QByteArray smallExperiment() {
    return "format: 1\n"
           "name: small\n"
           "data: {dataset: synthetic, train_examples: 200, test_examples: 100}\n"
           "corruption: {labels: {fraction: 1}}\n"
           "model: {name: mlp, hidden: [16]}\n"
           "training: {epochs: 3, batch_size: 50, stop_when_fitted: false}\n"
           "device: cpu\n"
           "threads: 1\n";
}

}   // namespace overfit::test

#define COMPARE_CODE(call, expected) QVERIFY2((call).code == (expected), (call).all().constData())
#define VERIFY_SAID(text, part, call) QVERIFY2((text).contains(part), (call).all().constData())
