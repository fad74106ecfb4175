// The settings' effect on the window: folders, theme, pace.

#include "core/data/dataset_table.h"
#include "core/runs/run_store.h"
#include "ui/data/data_view.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/library/run_library_view.h"
#include "ui/main_window/experiment_files.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/window_actions.h"
#include "ui/preview/preview_view.h"
#include "ui/quick_start/quick_start_flow.h"
#include "ui/quick_start/quick_start_page.h"
#include "ui/session/live_pace.h"
#include "ui/settings/settings_dialog.h"
#include "ui/settings/theme.h"
#include "ui/worker/background.h"

#include <QAction>

namespace overfit::ui {

namespace {

/// Where runs are written unless the start of the program named another folder.
std::filesystem::path keptRunsDir(const AppSettings& settings) {
    const QString folder = settings.runsDir();
    return folder.isEmpty() ? default_runs_dir() : std::filesystem::path(folder.toStdString());
}

}   // namespace

void MainWindow::connectSettings() {
    for (const std::filesystem::path& root : services_.places->dataRoots()) {
        if (!settings_.dataRoots().contains(QString::fromStdString(root.string()))) givenDataRoots_.push_back(root);
    }
    const QString runsDir = QString::fromStdString(services_.places->runsDir().string());
    // Compared as places: a settings file may name one with a slash at its end, or from where the program stands.
    const auto place = [](const std::filesystem::path& path) {
        return std::filesystem::absolute(path / "").lexically_normal();
    };
    if (place(services_.places->runsDir()) != place(keptRunsDir(settings_))) givenRunsDir_ = runsDir;
    pace_->setRate(settings_.chartRate());
    const auto on = [this](QAction* action, auto&& act) { connect(action, &QAction::triggered, this, act); };
    on(actions_->settings, [this] { openSettings(); });
    on(actions_->chooseRunsFolder, [this] {
        const QString start = QString::fromStdString(services_.places->runsDir().string());
        files_->askFolder(tr("Choose runs folder"), start, [this](const QString& folder) { chooseRunsFolder(folder); });
    });
    on(actions_->chooseDataFolder, [this] {
        files_->askFolder(tr("Choose data folder"), settings_.dataRoots().value(0),
                          [this](const QString& folder) { chooseDataFolder(folder); });
    });
    connect(actions_, &WindowActions::themeChosen, this, [this](Theme theme) {
        settings_.setTheme(theme);
        useTheme();
    });
}

void MainWindow::openSettings() {
    if (settingsDialog_ == nullptr) {
        settingsDialog_ = new SettingsDialog(settings_, this);
        connect(settingsDialog_, &SettingsDialog::runsFolderChanged, this, &MainWindow::useRunsFolder);
        connect(settingsDialog_, &SettingsDialog::furtherRunsFoldersChanged, this, &MainWindow::placesChanged);
        connect(settingsDialog_, &SettingsDialog::dataFoldersChanged, this, &MainWindow::useDataFolders);
        connect(settingsDialog_, &SettingsDialog::themeChanged, this, &MainWindow::useTheme);
        connect(settingsDialog_, &SettingsDialog::chartRateChanged, this, [this] { pace_->setRate(settings_.chartRate()); });
    }
    GivenPlaces given{.runsDir = givenRunsDir_, .dataRoots = {}};
    for (const std::filesystem::path& root : givenDataRoots_) given.dataRoots << QString::fromStdString(root.string());
    settingsDialog_->setGiven(given);
    settingsDialog_->show();
    settingsDialog_->raise();
    settingsDialog_->activateWindow();
}

void MainWindow::chooseRunsFolder(const QString& folder) {
    settings_.setRunsDir(folder);
    useRunsFolder();
    showStatus(tr("Runs are kept in %1").arg(folder));
}

void MainWindow::chooseDataFolder(const QString& folder) {
    QStringList folders = settings_.dataRoots();
    folders.removeAll(folder);
    folders.prepend(folder);
    settings_.setDataRoots(folders);
    useDataFolders();
    showStatus(tr("Data sets are looked for in %1 first").arg(folder));
}

void MainWindow::useRunsFolder() {
    givenRunsDir_.clear();
    services_.places->setRunsDir(keptRunsDir(settings_));
    placesChanged();
}

void MainWindow::useDataFolders() {
    std::vector<std::filesystem::path> folders = givenDataRoots_;
    for (const QString& folder : settings_.dataRoots()) folders.emplace_back(folder.toStdString());
    services_.places->setDataRoots(std::move(folders));
    placesChanged();
}

void MainWindow::useTheme() {
    actions_->setTheme(settings_.theme());
    applyTheme(settings_.theme());
}

void MainWindow::placesChanged() {
    const QString runsDir = QString::fromStdString(services_.places->runsDir().string());
    library_->setRoots(QStringList{runsDir} + settings_.furtherRunsDirs());
    showRunsFolder(runsDir);
    const auto roots = data_roots(services_.places->dataRoots());
    data_->setDataRoots(roots);
    preview_->setDataRoots(roots);
    inBackground(
        this, [roots] { return quickStartExperiments(roots); },
        [this, roots, look = ++quickStartLook_](const QuickStart& experiments) {
            if (look == quickStartLook_) takeQuickStart(experiments, roots);   // else the folders are others by now
        });
    lookForData();
}

}   // namespace overfit::ui
