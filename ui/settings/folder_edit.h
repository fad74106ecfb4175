#pragma once

#include <QWidget>

class QLineEdit;

namespace overfit::ui {

class FolderNote;

/// One folder that is written to: typed or chosen. What is wrong with it stands below while one types; it counts when it
/// serves.
class FolderEdit : public QWidget {
    Q_OBJECT
public:
    explicit FolderEdit(const QString& name, QWidget* parent = nullptr);   // name: for assistive technology and the dialog

    void setFolder(const QString& folder);

Q_SIGNALS:
    void chosen(const QString& folder);   // serves, and is another one than before

private:
    void choose();
    void examine();
    void settle();
    void take(const QString& folder, bool serves);

    QLineEdit* line_;
    FolderNote* note_;
    QString folder_;    // the last good one
    QString settled_;   // what was typed to its end and is being looked at; empty: nothing
};

}   // namespace overfit::ui
