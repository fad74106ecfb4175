#pragma once

#include "core/experiment/engine.h"

namespace overfit {

/// Throws Error where the networks of so many runs at once alone, training on the CPU, would take more memory than this
/// process may use: the system would end it in the middle of a run, without a word. Images are left out, which may lie in a
/// file; a GPU says itself that it is full.
void require_memory(Engine& engine, const PreparedExperiment& experiment, int runs = 1);

}   // namespace overfit
