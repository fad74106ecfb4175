#pragma once

#include "core/runs/run_record.h"
#include "ui/worker/training_controller.h"

namespace overfit::ui {

/// "fitted in epoch 41 after 28 s": how a run ended, in one line.
QString outcomeWords(const RunOutcome& outcome);

/// The same of a run folder; of one that has not come to an end, how far it is.
QString recordWords(const RunRecord& record);

/// The state of a run that ended so.
RunStatus outcomeStatus(const RunOutcome& outcome);

/// As the worker would have told it; nothing for one that still runs or was interrupted.
std::optional<RunOutcome> outcomeOf(const RunRecord& record, const QString& folder);

}   // namespace overfit::ui
