#pragma once

#include "ui/queue/ended_run.h"
#include "ui/settings/app_settings.h"
#include "ui/worker/training_controller.h"

#include <QLockFile>
#include <QObject>
#include <QTimer>

namespace overfit::ui {

/// What waits, kept over a restart: written after every change, and at the next start waiting for a word, never started
/// unasked. Of several windows over the same settings the first keeps its queue; the others' wait in memory only, until that
/// one has closed.
class KeptQueue : public QObject {
    Q_OBJECT
public:
    /// Both outlive it.
    KeptQueue(TrainingController& controller, AppSettings& settings, QObject* parent = nullptr);

    /// Experiments of the last session that nobody has decided on.
    const std::vector<ExperimentConfig>& fromLastSession() const { return undecided_; }
    int unreadable() const { return static_cast<int>(unreadable_.size()); }   // written by another version

    /// Whether what waits here is kept. Otherwise another window keeps its own.
    bool isOwner() const { return owner_; }

    /// What ended in the last session, newest first, and what is to be kept of this one.
    std::vector<EndedRun> endedRuns() const;
    void keepEnded(const std::vector<EndedRun>& runs);

    void start();         // they wait behind what is in the queue
    void discard();       // they are forgotten ...
    void undoDiscard();   // ... unless this follows

    /// Keeps what waits now.
    void save();

    /// The window closes: what waits now is kept, and the queue can be cleared. The first call counts.
    void closeSession();

Q_SIGNALS:
    void changed();   // what the last session left, or whose queue is kept

private:
    bool own();
    void read();

    TrainingController& controller_;
    AppSettings& settings_;
    QLockFile lock_;   // beside the settings, as long as the queue is this window's
    std::vector<ExperimentConfig> undecided_, discarded_;
    QStringList unreadable_, discardedUnreadable_;   // YAML; kept as it is until discarded
    QTimer saveSoon_;
    bool owner_ = false;
    bool closed_ = false;
};

}   // namespace overfit::ui
