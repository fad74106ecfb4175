#pragma once

#include "core/runs/run_record.h"
#include "ui/worker/training_controller.h"

namespace overfit::ui {

/// "fitted in epoch 41 after 28 s": how a run ended, in one line.
QString outcomeWords(const RunOutcome& outcome);

/// The state of a run that ended so.
RunStatus outcomeStatus(const RunOutcome& outcome);

}   // namespace overfit::ui
