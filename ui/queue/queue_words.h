#pragma once

#include "ui/worker/queued_experiment.h"

#include <QString>
#include <optional>
#include <vector>

namespace overfit::ui {

/// When a waiting experiment begins. A run before it may stop as soon as it has fitted: then the time is an upper bound.
struct StartTime {
    double seconds = 0.0;
    bool isBound = false;
    bool operator==(const StartTime&) const = default;
};

/// "2nd of 3 · starts in about 4 min"; the place alone where the time is not known. place: from 1.
QString placeWords(int place, int count, const std::optional<StartTime>& start);

/// " and 3 more wait, which are kept for the next start": behind what is training when the window closes. kept: whether the
/// queue is this window's.
QString waitingAtCloseWords(int count, bool kept);

/// The name of what is running or waits and gives the same numbers; empty where nothing does.
QString repeatedBy(const QueuedExperiment& newest, const std::optional<QueuedExperiment>& running,
                   const std::vector<QueuedExperiment>& waiting);

/// "1 waits", "3 wait".
QString waitingWords(int count);

}   // namespace overfit::ui
