#pragma once

#include "ui/settings/app_settings.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;

namespace overfit::ui {

class FolderEdit;
class FolderList;

/// What was named when the program was started, and counts before the settings; empty where nothing was.
struct GivenPlaces {
    QString runsDir;
    QStringList dataRoots;
};

/// The preferences of AppSettings. Every change is kept and told of at once; there is nothing to confirm.
class SettingsDialog : public QDialog {
    Q_OBJECT
public:
    explicit SettingsDialog(AppSettings& settings, QWidget* parent = nullptr);   // settings: outlives the dialog

    /// Shows what the settings hold now: another place may have changed them.
    void refresh();

    /// Shows these as the places in effect, and why.
    void setGiven(const GivenPlaces& given);

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
    void fitHeight();
    void addFolders(QFormLayout& form);
    void addNewExperiments(QFormLayout& form);
    void addWindow(QFormLayout& form);
    void reset();

    AppSettings& settings_;
    GivenPlaces given_;
    FolderEdit* runsDir_;
    FolderList* furtherRunsDirs_;
    FolderList* dataRoots_;
    QLabel* givenRunsDir_;
    QLabel* givenDataRoots_;
    QLabel* usualDataRoots_;
    QComboBox* threads_;
    QComboBox* theme_;
    QComboBox* chartRate_;
    QCheckBox* notifications_;
};

}   // namespace overfit::ui
