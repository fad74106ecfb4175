#pragma once

#include "ui/curves/shown_run.h"
#include "ui/library/run_row.h"

namespace overfit::ui {

/// How a run of the list ended, and its audit as far as it is known: as the live view shows the window's own run.
LiveProgress savedProgress(const RunRow& row);

}   // namespace overfit::ui
