#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace overfit::ui {

enum class Theme { System, Light, Dark };

/// What the window remembers between two starts, typed. The only user of QSettings.
class AppSettings {
public:
    AppSettings();                                  // the user's own: overfit-workbench.ini in the configuration folder
    explicit AppSettings(const QString& iniFile);   // tests

    QString runsDir() const;   // empty: default_runs_dir()
    void setRunsDir(const QString& folder);
    QString dataRoot() const;   // empty: the standard places only
    void setDataRoot(const QString& folder);

    Theme theme() const;
    void setTheme(Theme theme);

    QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);
    QByteArray windowState() const;
    void setWindowState(const QByteArray& state);

    QString lastExperiment() const;   // YAML
    void setLastExperiment(const QString& yaml);
    QStringList chosenRuns() const;   // folders, in the order of choice
    void setChosenRuns(const QStringList& folders);
    QStringList openedFolders() const;   // run folders outside of the runs folder
    void setOpenedFolders(const QStringList& folders);
    QStringList waitingExperiments() const;   // YAML, next first
    void setWaitingExperiments(const QStringList& yaml);
    bool quickStartSeen() const;   // false at the very first start
    void setQuickStartSeen(bool seen);

    bool notifiesAtEnd() const;   // on the desktop, while the window is not active; true unless switched off
    void setNotifiesAtEnd(bool on);

private:
    QSettings store_;
};

}   // namespace overfit::ui
