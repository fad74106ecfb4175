#include "ui/main_window/experiment_files.h"

#include "core/config/config_yaml.h"
#include "core/support/atomic_file.h"
#include "core/support/text.h"
#include "ui/worker/background.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <exception>

namespace overfit::ui {

ExperimentFiles::ExperimentFiles(QWidget& window) : QObject(&window), window_(window) { writer_.setMaxThreadCount(1); }

void ExperimentFiles::askAndOpen() {
    auto* dialog =
        new QFileDialog(&window_, tr("Open experiment"), lastFolder_, tr("Experiments (*.yaml *.yml);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ExperimentFiles::openLater);
    dialog->show();
}

void ExperimentFiles::askAndSave(const ExperimentConfig& config) {
    auto* dialog = new QFileDialog(&window_, tr("Save experiment"), lastFolder_, tr("Experiments (*.yaml)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("yaml"));
    dialog->selectFile(QString::fromStdString(slug(config.name)) + QStringLiteral(".yaml"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, config](const QString& file) { save(config, file); });
    dialog->show();
}

ExperimentFiles::Read ExperimentFiles::read(const QString& file) {
    try {
        return {read_config(file.toStdString()), QString()};
    } catch (const std::exception& error) {
        return {{}, QString::fromUtf8(error.what())};
    }
}

void ExperimentFiles::take(const QString& file, const Read& read) {
    if (!read.problem.isEmpty()) {
        Q_EMIT problemFound(read.problem);
        return;
    }
    lastFolder_ = QFileInfo(file).absolutePath();
    Q_EMIT opened(read.config);
    Q_EMIT statusMessage(tr("Opened %1").arg(file));
}

QString ExperimentFiles::open(const QString& file) {
    const Read now = read(file);
    take(file, now);
    return now.problem;
}

void ExperimentFiles::openLater(const QString& file) {
    inBackground(
        this, [file] { return read(file); },
        [this, file, look = ++look_](const Read& result) {
            if (look == look_) take(file, result);   // else another one was asked for meanwhile
        });
}

void ExperimentFiles::save(const ExperimentConfig& config, const QString& file) {
    ++writing_;
    writer_.start([this, yaml = config_to_yaml(config), file] {
        QString problem;
        try {
            atomic_write(file.toStdString(), yaml);
        } catch (const std::exception& error) {
            problem = QString::fromUtf8(error.what());
        }
        // The pool's destructor waits for this thread, so `this` is alive.
        QMetaObject::invokeMethod(
            this, [this, file, problem] { tellWritten(file, problem); }, Qt::QueuedConnection);
    });
}

void ExperimentFiles::tellWritten(const QString& file, const QString& problem) {
    --writing_;
    if (problem.isEmpty()) {
        lastFolder_ = QFileInfo(file).absolutePath();
        Q_EMIT statusMessage(tr("Saved as %1").arg(file));
    } else {
        Q_EMIT problemFound(problem);
    }
    Q_EMIT written(problem.isEmpty());
}

void ExperimentFiles::copy(const ExperimentConfig& config) {
    QGuiApplication::clipboard()->setText(QString::fromStdString(config_to_yaml(config)));
    Q_EMIT statusMessage(tr("Copied the experiment as YAML"));
}

void ExperimentFiles::askFolder(const QString& title, const QString& start, std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(&window_, title, start);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
            [chosen = std::move(chosen)](const QString& folder) { chosen(folder); });
    dialog->show();
}

}   // namespace overfit::ui
