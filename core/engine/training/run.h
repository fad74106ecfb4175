#pragma once

#include "core/engine/cuda/work_recorder.h"
#include "core/engine/tensors/training_data.h"
#include "core/engine/training/device.h"
#include "core/experiment/observer.h"
#include "core/experiment/prepared_experiment.h"

#include <stop_token>

namespace overfit {

/// Brings all blocks to the device, in the memory layout that the model wants, or has them read ahead where they lie in a
/// file or the device has no room for them: `experiment` must outlive what it returns.
TrainingData make_training_data(const PreparedExperiment& experiment, const Compute& compute);

/// Audit, network, training loop, audit. `data` is what the trainer uses and what the audit reads: a test may tamper with it
/// from an observer. resume: null, or a checkpoint of the same configuration. Throws Error when the audit before the first
/// step finds one, after on_start has shown it; Stopped when that is asked for while images in a file are audited.
/// recorder: null, or what steps are replayed with where the run allows it; the header's note says which.
RunSummary train_on(const PreparedExperiment& experiment, const TrainingData& data, const Compute& compute,
                    TrainingObserver& observer, std::stop_token stop, const Checkpoint* resume,
                    WorkRecorder* recorder = nullptr);

}   // namespace overfit
