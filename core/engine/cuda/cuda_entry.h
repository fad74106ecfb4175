#pragma once

#include "core/engine/cuda/work_recorder.h"

namespace overfit {

/// The one symbol of liboverfit_cuda.so. device: which of the CUDA devices. The caller owns the recorder.
using MakeCudaRecorder = WorkRecorder* (*)(int device);
constexpr const char* make_cuda_recorder_symbol = "overfit_make_cuda_recorder";

}   // namespace overfit
