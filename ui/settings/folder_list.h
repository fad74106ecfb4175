#pragma once

#include <QStringList>
#include <QWidget>

class QListWidget;
class QPushButton;

namespace overfit::ui {

class FolderNote;

/// Several folders that are read, in the order of search: add, remove, move up. What is wrong with the current one stands
/// below.
class FolderList : public QWidget {
    Q_OBJECT
public:
    explicit FolderList(const QString& name, QWidget* parent = nullptr);

    void setFolders(const QStringList& folders);
    QStringList folders() const;

    /// At the end, and current; one that is there already only becomes current.
    void add(const QString& folder);

Q_SIGNALS:
    void changed(const QStringList& folders);

private:
    void askForOne();
    void removeCurrent();
    void moveUp();
    void showCurrent();

    QListWidget* list_;
    QPushButton* remove_;
    QPushButton* up_;
    FolderNote* note_;
};

}   // namespace overfit::ui
