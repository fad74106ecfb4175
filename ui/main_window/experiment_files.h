#pragma once

#include "core/config/experiment_config.h"

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <functional>

class QWidget;

namespace overfit::ui {

/// Opens and saves experiments as YAML, in the background. Dialogs are not modal to the training: nothing waits for them.
class ExperimentFiles : public QObject {
    Q_OBJECT
public:
    explicit ExperimentFiles(QWidget& window);

    void askAndOpen();
    void askAndSave(const ExperimentConfig& config);
    /// Read at once: for the start of the program. Returns what problemFound() says; empty when it was opened.
    QString open(const QString& file);
    void openLater(const QString& file);                              // read in the background
    void save(const ExperimentConfig& config, const QString& file);   // one file after another
    bool isWriting() const { return writing_ > 0; }
    void copy(const ExperimentConfig& config);

    /// Asks for a folder and calls `chosen` with it.
    void askFolder(const QString& title, const QString& start, std::function<void(const QString&)> chosen);

Q_SIGNALS:
    void opened(const overfit::ExperimentConfig& config);
    void statusMessage(const QString& text);
    void problemFound(const QString& text);
    void written(bool well);   // after the words about it

private:
    struct Read {
        ExperimentConfig config;
        QString problem;   // empty: it was read
    };
    static Read read(const QString& file);
    void take(const QString& file, const Read& read);
    void tellWritten(const QString& file, const QString& problem);

    QWidget& window_;
    QString lastFolder_;
    QThreadPool writer_;   // one thread: the last save of a file is the one that stays
    int writing_ = 0;
    int look_ = 0;   // of the file that was asked for last
};

}   // namespace overfit::ui
