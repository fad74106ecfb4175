#pragma once

#include "core/runs/run_record.h"
#include "ui/worker/queued_experiment.h"

#include <QByteArray>
#include <QString>
#include <vector>

namespace overfit::ui {

/// An experiment of the queue that has ended, and how.
struct EndedRun {
    QueuedExperiment experiment;
    QString folder;                            // empty when it has none
    QString words, whole;                      // how it ended, in a line and in full
    RunStatus status = RunStatus::Completed;   // Running: another program has gone on with it
    bool ofLastSession = false;
};

/// As it is kept over a restart. What another version wrote and this one can't read is left out; numbers are not kept.
QByteArray toJson(const std::vector<EndedRun>& runs);
std::vector<EndedRun> endedRunsFrom(const QByteArray& json);

}   // namespace overfit::ui
