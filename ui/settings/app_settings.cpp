#include "ui/settings/app_settings.h"

namespace overfit::ui {

namespace {

const auto runsDirKey = QStringLiteral("places/runs_dir");
const auto dataRootKey = QStringLiteral("places/data_root");
const auto themeKey = QStringLiteral("window/theme");
const auto geometryKey = QStringLiteral("window/geometry");
const auto stateKey = QStringLiteral("window/state");
const auto experimentKey = QStringLiteral("session/experiment");
const auto chosenKey = QStringLiteral("session/chosen_runs");
const auto openedKey = QStringLiteral("session/opened_folders");
const auto waitingKey = QStringLiteral("session/waiting_experiments");
const auto notifyKey = QStringLiteral("window/notify_at_end");
const auto quickStartKey = QStringLiteral("session/quick_start_seen");

}   // namespace

AppSettings::AppSettings()
    : store_(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("overfit-workbench"),
             QStringLiteral("overfit-workbench")) {}

AppSettings::AppSettings(const QString& iniFile) : store_(iniFile, QSettings::IniFormat) {}

QString AppSettings::runsDir() const { return store_.value(runsDirKey).toString(); }
void AppSettings::setRunsDir(const QString& folder) { store_.setValue(runsDirKey, folder); }

QString AppSettings::dataRoot() const { return store_.value(dataRootKey).toString(); }
void AppSettings::setDataRoot(const QString& folder) { store_.setValue(dataRootKey, folder); }

Theme AppSettings::theme() const {
    // By name, so that the file can be read and edited by people; an unknown word is the system's theme.
    const QString name = store_.value(themeKey).toString();
    if (name == QLatin1String("light")) return Theme::Light;
    if (name == QLatin1String("dark")) return Theme::Dark;
    return Theme::System;
}

void AppSettings::setTheme(Theme theme) {
    const auto name = theme == Theme::Light  ? QStringLiteral("light")
                      : theme == Theme::Dark ? QStringLiteral("dark")
                                             : QStringLiteral("system");
    store_.setValue(themeKey, name);
}

QByteArray AppSettings::geometry() const { return store_.value(geometryKey).toByteArray(); }
void AppSettings::setGeometry(const QByteArray& geometry) { store_.setValue(geometryKey, geometry); }

QByteArray AppSettings::windowState() const { return store_.value(stateKey).toByteArray(); }
void AppSettings::setWindowState(const QByteArray& state) { store_.setValue(stateKey, state); }

QString AppSettings::lastExperiment() const { return store_.value(experimentKey).toString(); }
void AppSettings::setLastExperiment(const QString& yaml) { store_.setValue(experimentKey, yaml); }

QStringList AppSettings::chosenRuns() const { return store_.value(chosenKey).toStringList(); }
void AppSettings::setChosenRuns(const QStringList& folders) { store_.setValue(chosenKey, folders); }

QStringList AppSettings::openedFolders() const { return store_.value(openedKey).toStringList(); }
void AppSettings::setOpenedFolders(const QStringList& folders) { store_.setValue(openedKey, folders); }

QStringList AppSettings::waitingExperiments() const { return store_.value(waitingKey).toStringList(); }
void AppSettings::setWaitingExperiments(const QStringList& yaml) { store_.setValue(waitingKey, yaml); }

bool AppSettings::notifiesAtEnd() const { return store_.value(notifyKey, true).toBool(); }
void AppSettings::setNotifiesAtEnd(bool on) { store_.setValue(notifyKey, on); }

bool AppSettings::quickStartSeen() const { return store_.value(quickStartKey, false).toBool(); }
void AppSettings::setQuickStartSeen(bool seen) { store_.setValue(quickStartKey, seen); }

}   // namespace overfit::ui
