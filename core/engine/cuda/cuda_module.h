#pragma once

#include "core/engine/cuda/work_recorder.h"

#include <torch/torch.h>

#include <memory>
#include <string>

namespace overfit {

/// A recorder, or why there is none.
struct OpenedRecorder {
    std::unique_ptr<WorkRecorder> recorder;
    std::string problem;
};

/// Whether the environment asks for CUDA graphs: OVERFIT_CUDA_GRAPHS is "on". Unset, empty and "off" say no; throws
/// UsageError for anything else.
bool cuda_graphs_wanted();

/// Opens liboverfit_cuda.so, which lies beside the engine where it was built. device: a CUDA device.
OpenedRecorder open_cuda_recorder(const torch::Device& device);

}   // namespace overfit
