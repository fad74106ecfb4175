#pragma once

#include "ui/curves/shown_run.h"
#include "ui/session/live_pace.h"
#include "ui/session/run_pace.h"
#include "ui/worker/training_controller.h"

#include <QObject>

namespace overfit::ui {

/// The run of this window as values for the views: what the controller tells piece by piece, put together.
class RunSession : public QObject {
    Q_OBJECT
public:
    /// controller: outlives the session.
    explicit RunSession(TrainingController& controller, QObject* parent = nullptr);

    const QString& folder() const { return folder_; }   // empty until the folder exists
    const ExperimentConfig& config() const { return config_; }
    std::shared_ptr<const RunMetrics> metrics() const;   // a value that stays as it is while the run goes on
    bool isRunning() const { return running_; }

    /// For the charts; the colour is the window's business.
    ShownRun shownRun() const;
    LiveProgress progress() const;

    double share() const;                               // of all steps, 0..1
    QString keyNumbers() const;                         // "epoch 12 of 100 · train 61.0 % · 41 s left"
    QString machine() const;                            // "CPU · 2 threads"; empty until known
    double imagesPerSecond() const { return speed_; }   // just now
    double typicalImagesPerSecond() const;              // of the whole run: the median of what was told
    LivePace::Cores cores() const;                      // whether the training leaves one to the window; not until known

Q_SIGNALS:
    void started();
    void folderKnown(const QString& folder);
    void curvesChanged();   // new points
    void progressChanged();
    void ended(const overfit::ui::RunOutcome& outcome);   // the last points are in the curves

private:
    void begin(const ExperimentConfig& config);
    void take(const LiveUpdate& update);
    void end(const RunOutcome& outcome);

    TrainingController& controller_;
    ExperimentConfig config_;
    QString folder_, phase_, outcome_, failure_;
    std::shared_ptr<const RunHeader> header_;
    RunMetrics metrics_;
    mutable std::shared_ptr<const RunMetrics> snapshot_;   // of metrics_ when last asked; null: there is more since
    RunPace pace_;
    double epoch_ = 0.0, speed_ = 0.0;
    std::optional<double> trainAccuracy_, testAccuracy_;
    std::optional<AuditReport> audit_;
    bool running_ = false;
    bool failed_ = false;
};

/// "CPU · 2 threads".
QString cpuWords(int threads);

}   // namespace overfit::ui
