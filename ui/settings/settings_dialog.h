#pragma once

#include "ui/settings/app_settings.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QFormLayout;

namespace overfit::ui {

class FolderEdit;
class FolderList;

/// The preferences of AppSettings. Every change is kept and told of at once; there is nothing to confirm.
class SettingsDialog : public QDialog {
    Q_OBJECT
public:
    explicit SettingsDialog(AppSettings& settings, QWidget* parent = nullptr);   // settings: outlives the dialog

    /// Shows what the settings hold now: another place may have changed them.
    void refresh();

Q_SIGNALS:
    void runsFolderChanged();
    void furtherRunsFoldersChanged();
    void dataFoldersChanged();
    void themeChanged();
    void chartRateChanged();
    void notificationsChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void addFolders(QFormLayout& form);
    void addNewExperiments(QFormLayout& form);
    void addWindow(QFormLayout& form);
    void reset();

    AppSettings& settings_;
    FolderEdit* runsDir_;
    FolderList* furtherRunsDirs_;
    FolderList* dataRoots_;
    QComboBox* threads_;
    QComboBox* theme_;
    QComboBox* chartRate_;
    QCheckBox* notifications_;
};

}   // namespace overfit::ui
