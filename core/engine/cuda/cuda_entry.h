#pragma once

#include "core/engine/cuda/work_recorder.h"
#include "core/engine/kernels/kernel_launcher.h"

namespace overfit {

/// The two symbols of liboverfit_cuda.so. device: which of the CUDA devices. The caller owns what they make.
using MakeCudaRecorder = WorkRecorder* (*)(int device);
constexpr const char* make_cuda_recorder_symbol = "overfit_make_cuda_recorder";

/// Throws c10::Error where the kernels cannot be compiled or loaded.
using MakeCudaKernels = KernelLauncher* (*)(int device);
constexpr const char* make_cuda_kernels_symbol = "overfit_make_cuda_kernels";

}   // namespace overfit
