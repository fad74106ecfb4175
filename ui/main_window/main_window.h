#pragma once

#include "ui/data/dataset_jobs.h"
#include "ui/desktop/taskbar_progress.h"
#include "ui/library/run_colours.h"
#include "ui/session/engine_probe.h"
#include "ui/settings/app_settings.h"
#include "ui/worker/run_places.h"
#include "ui/worker/training_controller.h"

#include <QMainWindow>
#include <QTimer>
#include <memory>

class QLabel;
class QToolButton;

namespace overfit::ui {

class CentreViews;
class ChosenRuns;
class ComparisonView;
class ConfigHistory;
class DataView;
class DataLookup;
struct ExportMemory;
class ExperimentFiles;
class ExperimentForm;
class KeptQueue;
class LivePace;
class LiveView;
class MessageBar;
class Panels;
class PreviewView;
class QueueView;
struct QuickStart;
class QuickStartFlow;
class QuickStartPage;
class ReadingHelp;
class RunLibraryView;
class RunSession;
class SettingsDialog;
class StatusLine;
class WindowActions;

/// What the window needs of the world; tests put fakes in.
struct WindowServices {
    std::shared_ptr<RunPlaces> places;
    TrainFunction train;
    EngineProbe::Ask askEngine;
    ResumeFunction resume = {};
    FetchFunction fetch = fetch_dataset;
};

/// Composes form, charts and library around one training controller, and computes nothing itself.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(AppSettings& settings, WindowServices services, QWidget* parent = nullptr);   // settings: outlives the window
    ~MainWindow() override;

    /// Reads the file at once: the window is not shown yet. Returns what is wrong with it, which the window tells too.
    QString openExperiment(const QString& yamlFile);
    void openRuns(const QStringList& folders);
    void showQuickStart();

    /// For benchmarks: trains the form's experiment and closes at its end. Returns why it can't be trained, in words; then
    /// nothing happens.
    QString trainAndClose();

    /// Why the last run failed, in words; empty when it did not.
    QString failure() const;

protected:
    void changeEvent(QEvent* event) override;   // back in front: a missing file may have come meanwhile
    void closeEvent(QCloseEvent* event) override;

private:
    void buildCentre();
    void buildPanels();
    void buildToolBar();
    void connectActions();
    void connectHelpActions();
    void connectQuickStart();
    void connectRunActions();
    void connectSettings();
    void connectTraining();
    void connectViews();

    void start();
    void tellWhyNot();
    void resume(const QString& folder, const ExperimentConfig& config);
    void queueWithSeeds();
    const RunRecord* quickStartRecord(const QString& folder) const;
    void takeQuickStart(const QuickStart& experiments, const std::vector<std::filesystem::path>& roots);
    void startQuickStart();
    void tellQuickStartEnd();
    void compareQuickStart();
    void openSettings();
    void chooseRunsFolder(const QString& folder);
    void chooseDataFolder(const QString& folder);
    void useRunsFolder();
    void useDataFolders();
    void useTheme();
    void placesChanged();
    void setExperiment(const ExperimentConfig& config, const QString& status);
    void experimentChanged();
    void problemsChanged();
    void lookForData();

    void followRun(const QString& folder);
    void tellEnd(const RunOutcome& outcome);
    void withdrawRefusal();
    void updateActions();
    void updateProgress();
    void updateCharts();
    void updateTitle();
    void showMachine();
    void showRunsFolder(const QString& folder);
    void showLive();
    void openAbout();
    void explainPanels();
    void showComparison();
    void showDataset();
    void exportFigure();
    void rememberExport(const ExportMemory& memory);
    void resetZoom();
    void takeOutOfComparison(const QString& folder);
    void showHelpOfFocus();
    void showStatus(const QString& text);
    void showProblem(const QString& text);

    bool mayClose();
    void askBeforeClosing();
    void stopAndClose();
    void askBeforeLosingSettings();
    void restoreSession();
    void restoreExperiment();
    void saveSession();

    AppSettings& settings_;
    const WindowServices services_;
    std::vector<std::filesystem::path> givenDataRoots_;   // by whoever made the window; stay first
    QString givenRunsDir_;                                // likewise, until another is chosen; empty: the settings' own
    RunColours colours_;
    TrainingController* controller_;
    RunSession* session_;
    EngineProbe* probe_;
    DataLookup* lookup_;
    LivePace* pace_;
    WindowActions* actions_;
    ExperimentFiles* files_;
    ExperimentForm* form_ = nullptr;
    PreviewView* preview_ = nullptr;
    ConfigHistory* history_ = nullptr;
    RunLibraryView* library_ = nullptr;
    ChosenRuns* chosen_ = nullptr;
    LiveView* live_ = nullptr;
    ComparisonView* comparison_ = nullptr;
    DataView* data_ = nullptr;
    QuickStartPage* quickStartPage_ = nullptr;
    QuickStartFlow* quickStart_ = nullptr;
    ReadingHelp* readingHelp_ = nullptr;
    MessageBar* message_ = nullptr;
    StatusLine* statusLine_ = nullptr;
    SettingsDialog* settingsDialog_ = nullptr;   // made when it is first asked for
    KeptQueue* keptQueue_ = nullptr;
    QueueView* queue_ = nullptr;
    TaskbarProgress taskbar_;
    Panels* panels_ = nullptr;
    CentreViews* centre_ = nullptr;
    QToolButton* runsFolder_ = nullptr;
    QLabel* machine_ = nullptr;
    QTimer saveSoon_;

    enum class Choice { Replace, Add };
    Choice nextChoice_ = Choice::Replace;   // whether the next run joins the chosen ones in the charts
    QString machineText_, engineProblem_;
    int quickStartLook_ = 0;         // how often the quick start's data set was looked for
    QString formStatus_;             // what the status line says of the form's content
    QString whyNot_;                 // likewise of why it cannot run
    QString refusal_;                // why the last run that failed could not be trained, as the message bar says it
    bool refusalIsOfForm_ = false;   // the form holds that experiment
    QStringList chosenBefore_;       // the newest run joined them or took their place
    QString saveProblem_;            // why the settings could not be written the last time; empty when they were
    bool closing_ = false;
};

}   // namespace overfit::ui
