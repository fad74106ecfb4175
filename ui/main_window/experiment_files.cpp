#include "ui/main_window/experiment_files.h"

#include "core/config/config_yaml.h"
#include "core/support/atomic_file.h"
#include "core/support/text.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <exception>

namespace overfit::ui {

ExperimentFiles::ExperimentFiles(QWidget& window) : QObject(&window), window_(window) {}

void ExperimentFiles::askAndOpen() {
    auto* dialog =
        new QFileDialog(&window_, tr("Open experiment"), lastFolder_, tr("Experiments (*.yaml *.yml);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ExperimentFiles::open);
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

QString ExperimentFiles::open(const QString& file) {
    try {
        const ExperimentConfig config = read_config(file.toStdString());
        lastFolder_ = QFileInfo(file).absolutePath();
        Q_EMIT opened(config);
        Q_EMIT statusMessage(tr("Opened %1").arg(file));
        return {};
    } catch (const std::exception& error) {
        const QString problem = QString::fromUtf8(error.what());
        Q_EMIT problemFound(problem);
        return problem;
    }
}

void ExperimentFiles::save(const ExperimentConfig& config, const QString& file) {
    try {
        atomic_write(file.toStdString(), config_to_yaml(config));
        lastFolder_ = QFileInfo(file).absolutePath();
        Q_EMIT statusMessage(tr("Saved as %1").arg(file));
    } catch (const std::exception& error) {
        Q_EMIT problemFound(QString::fromUtf8(error.what()));
    }
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
