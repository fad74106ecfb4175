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

    /// Looks at the folder again; hides itself when it serves.
    void examine(const QString& folder);
    bool serves() const { return serves_; }

Q_SIGNALS:
    void made(const QString& folder);

private:
    void make();

    FolderUse use_;
    QString folder_;
    NoteLabel* words_;
    QPushButton* make_;
    bool serves_ = true;
};

}   // namespace overfit::ui
