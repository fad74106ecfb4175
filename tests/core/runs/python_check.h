#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>

namespace overfit::samples {

/// The Python that OVERFIT_TEST_PYTHON names, where it can import `modules`; else a reason to skip.
struct PythonCheck {
    QString python;
    QString reason;

    explicit PythonCheck(const QString& modules) : python(qEnvironmentVariable("OVERFIT_TEST_PYTHON")) {
        if (python.isEmpty()) {
            reason = "OVERFIT_TEST_PYTHON names no Python";
        } else if (!run("import " + modules, {}).isEmpty()) {
            reason = python + " cannot import " + modules;
        }
    }

    /// Runs a script; empty when it went well, else what it said.
    QString run(const QString& script, const QStringList& arguments) const {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(python, QStringList{"-c", script} + arguments);
        if (!process.waitForFinished(100000)) return "did not end: " + process.errorString();
        if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0) return {};
        return "failed: " + QString::fromUtf8(process.readAll());
    }
};

}   // namespace overfit::samples
