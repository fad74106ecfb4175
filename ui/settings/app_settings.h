#pragma once

#include "core/config/experiment_config.h"

#include <QByteArray>
#include <QMap>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <array>
#include <optional>

namespace overfit::ui {

enum class Theme { System, Light, Dark };

inline constexpr std::array chartRates{5, 10, 25};   // per second

/// What the window remembers between two starts, typed. The only user of QSettings.
class AppSettings {
public:
    AppSettings();                                  // the user's own: overfit-workbench.ini in the configuration folder
    explicit AppSettings(const QString& iniFile);   // tests

    QString file() const { return store_.fileName(); }
    void readAgain() { store_.sync(); }   // another window may have written

    /// What was wrong with the file at the start, in words, and where a copy of it is; empty when nothing was. What could be
    /// read of it counts.
    QString problemAtStart() const { return problemAtStart_; }

    /// Writes now. Returns what went wrong, in words; empty when the file holds everything.
    QString save();

    // Preferences: what the settings dialog shows.
    QString runsDir() const;   // new runs are written there; empty: default_runs_dir()
    void setRunsDir(const QString& folder);
    QStringList furtherRunsDirs() const;   // listed too, never written to
    void setFurtherRunsDirs(const QStringList& folders);
    QStringList dataRoots() const;   // searched before the standard places
    void setDataRoots(const QStringList& folders);
    std::optional<int> threads() const;   // of a new experiment; nothing = auto
    void setThreads(std::optional<int> threads);
    ExperimentConfig newExperiment() const;   // the defaults, with these threads
    Theme theme() const;
    void setTheme(Theme theme);
    int chartRate() const;   // how often running charts move at most, per second; one of chartRates
    void setChartRate(int hertz);
    bool notifiesAtEnd() const;   // on the desktop, while the window is not active; true unless switched off
    void setNotifiesAtEnd(bool on);
    void resetPreferences();   // the above; the session stays

    // Session: what comes back at the next start.
    QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);
    QByteArray windowState() const;
    void setWindowState(const QByteArray& state);

    QString lastExperiment() const;   // YAML
    void setLastExperiment(const QString& yaml);
    QStringList chosenRuns() const;   // folders, in the order of choice
    void setChosenRuns(const QStringList& folders);
    QString shownView() const;   // CentreViews::shownName()
    void setShownView(const QString& name);
    QString live() const;   // how the live charts are looked at: LiveView::state()
    void setLive(const QString& state);
    QByteArray formSections() const;   // ExperimentForm::openSections()
    void setFormSections(const QByteArray& json);
    QByteArray comparisonPanes() const;   // where the handles of splitters stand
    void setComparisonPanes(const QByteArray& panes);
    QByteArray dataPanes() const;
    void setDataPanes(const QByteArray& panes);
    QByteArray libraryState() const;   // how runs are listed; JSON
    void setLibraryState(const QByteArray& json);
    QByteArray unsavedNotes() const;   // typed and not written; JSON
    void setUnsavedNotes(const QByteArray& json);
    QMap<QString, int> runColours() const;   // places in the palette, by run folder
    void setRunColours(const QMap<QString, int>& places);
    QStringList openedFolders() const;   // run folders outside of the runs folder
    void setOpenedFolders(const QStringList& folders);
    QMap<QString, double> trainingRates() const;   // what this machine was measured at, by kind of experiment
    void setTrainingRates(const QMap<QString, double>& rates);
    QString exportOptions() const;   // ExportMemory, ui/exports/export_dialog.h
    QString exportFolder() const;
    void setExport(const QString& options, const QString& folder);
    QString comparison() const;   // how the comparison is looked at: ComparisonView::state()
    void setComparison(const QString& state);
    QStringList waitingExperiments() const;   // YAML, next first
    void setWaitingExperiments(const QStringList& yaml);
    QByteArray endedExperiments() const;   // of the queue, newest first: ui/queue/ended_run.h
    void setEndedExperiments(const QByteArray& json);
    bool quickStartSeen() const;   // false at the very first start
    void setQuickStartSeen(bool seen);
    QByteArray quickStartRuns() const;   // QuickStartFlow::state()
    void setQuickStartRuns(const QByteArray& json);

private:
    QStringList folders(const QString& key) const;
    void examine();

    QSettings store_;
    QString problemAtStart_;
};

}   // namespace overfit::ui
