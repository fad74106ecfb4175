#pragma once

#include "ui/data/dataset_jobs.h"
#include "ui/data/dataset_row.h"

#include <QStringList>
#include <QWidget>

class QFormLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace overfit::ui {

class NoteLabel;

/// What goes on with a set, and what came of it.
struct DatasetActivity {
    enum class State { Idle, Waiting, Running, Stopping };

    State state = State::Idle;
    DatasetJob::Kind kind = DatasetJob::Kind::Fetch;   // where it is not idle
    std::optional<DatasetProgress> progress;
    QStringList notes;                       // of the running or the last job
    std::optional<DatasetOutcome> outcome;   // of the last job
};

/// The chosen data set: what it is, where it lies, what can be done with it and how far that is.
class DatasetDetails : public QWidget {
    Q_OBJECT
public:
    explicit DatasetDetails(QWidget* parent = nullptr);

    /// root: where a fetch puts the set.
    void show(const DatasetRow& row, const std::filesystem::path& root, const DatasetActivity& activity);

    /// Gives the focus to what would be done next.
    void focusAction();

Q_SIGNALS:
    void fetchRequested(const QString& from);   // an address or path; empty: the publisher's
    void verifyRequested();
    void cancelRequested();
    void openFolderRequested();

private:
    QLabel* addFact(QFormLayout& form, const QString& title, const QString& name);
    void buildActions();
    void browse();
    void showFacts(const DatasetRow& row, const std::filesystem::path& root);
    void showActions(const DatasetRow& row, const DatasetActivity& activity);
    void showProgress(const DatasetActivity& activity);

    QString dataset_;
    QLabel* title_;
    NoteLabel* description_;
    QFormLayout* facts_;
    QLabel *images_, *licence_, *source_, *place_;
    QWidget* fromLine_;
    QLineEdit* from_;
    QPushButton *fetch_, *cancel_, *verify_, *openFolder_;
    QProgressBar* bar_;
    NoteLabel *progress_, *outcome_, *problem_;
};

}   // namespace overfit::ui
