#pragma once

#include "ui/settings/app_settings.h"
#include "ui/worker/training_controller.h"

#include <QObject>
#include <QTimer>

namespace overfit::ui {

/// What waits, kept over a restart: written after every change, and at the next start waiting for a word, never started
/// unasked.
class KeptQueue : public QObject {
    Q_OBJECT
public:
    /// Both outlive it.
    KeptQueue(TrainingController& controller, AppSettings& settings, QObject* parent = nullptr);

    /// Experiments of the last session that nobody has decided on.
    const std::vector<ExperimentConfig>& fromLastSession() const { return undecided_; }
    int unreadable() const { return static_cast<int>(unreadable_.size()); }   // written by another version

    void start();         // they wait behind what is in the queue
    void discard();       // they are forgotten ...
    void undoDiscard();   // ... unless this follows

    /// The window closes: what waits now is kept, and the queue can be cleared. The first call counts.
    void closeSession();

Q_SIGNALS:
    void changed();   // what the last session left

private:
    void read();
    void save();

    TrainingController& controller_;
    AppSettings& settings_;
    std::vector<ExperimentConfig> undecided_, discarded_;
    QStringList unreadable_, discardedUnreadable_;   // YAML; kept as it is until discarded
    QTimer saveSoon_;
    bool closed_ = false;
};

}   // namespace overfit::ui
