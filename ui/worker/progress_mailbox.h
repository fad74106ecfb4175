#pragma once

#include "ui/worker/training_controller.h"

#include <mutex>

namespace overfit::ui {

/// Where the training thread leaves its frequent news for the UI thread: a mutex and vectors instead of one signal per step,
/// so that a fast run cannot flood the event queue. Any thread may call anything.
class ProgressMailbox {
public:
    void postFolder(const QString& folder);
    void postPhase(const QString& phase);
    void post(std::shared_ptr<const RunHeader> header);
    void post(const StepReport& report);
    void post(const EpochMetrics& metrics);

    /// Everything posted since the last call; nothing when there was no news. folder and phase are the newest ones, told
    /// again with every update.
    std::optional<LiveUpdate> take();

    /// Forgets the last run.
    void clear();

private:
    std::mutex mutex_;
    LiveUpdate waiting_;     // guarded by mutex_
    bool hasNews_ = false;   // guarded by mutex_
};

}   // namespace overfit::ui
