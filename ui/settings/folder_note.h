#pragma once

#include "ui/settings/folder_problem.h"

#include <QWidget>

class QPushButton;

namespace overfit::ui {

class NoteLabel;

/// The line under a folder: what is wrong with it and, where it is only missing, a button that makes it.
class FolderNote : public QWidget {
    Q_OBJECT
public:
    explicit FolderNote(FolderUse use, QWidget* parent = nullptr);

    /// Looks at the folder in the background; hides itself when it serves. examined() follows for the newest one only.
    void examine(const QString& folder);

    /// There is no folder to look at.
    void clear();

Q_SIGNALS:
    void examined(const QString& folder, bool serves);
    void made(const QString& folder);

private:
    void look();
    void take(const FolderProblem& problem);
    void make();

    FolderUse use_;
    QString folder_;
    bool looking_ = false;   // one at a time: folders that hang must not take every thread
    bool wanted_ = false;
    NoteLabel* words_;
    QPushButton* make_;
};

}   // namespace overfit::ui
