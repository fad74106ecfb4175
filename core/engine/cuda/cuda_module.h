#pragma once

#include "core/engine/cuda/work_recorder.h"
#include "core/engine/kernels/kernel_launcher.h"

#include <torch/torch.h>

#include <memory>
#include <string>

namespace overfit {

/// A recorder, or why there is none.
struct OpenedRecorder {
    std::unique_ptr<WorkRecorder> recorder;
    std::string problem;
};

/// Our kernels on a device, which stay there, or why there are none.
struct OpenedKernels {
    KernelLauncher* launcher = nullptr;
    std::string problem;
};

/// Whether the environment asks for CUDA graphs: OVERFIT_CUDA_GRAPHS is "on". Unset, empty and "off" say no; throws
/// UsageError for anything else.
bool cuda_graphs_wanted();

/// The same of OVERFIT_CUDA_KERNELS: our own kernels instead of chains of LibTorch's.
bool cuda_kernels_wanted();

/// Compiles them for the device at the first call in a process, some seconds; later calls give the same again. A failure is
/// not remembered.
OpenedKernels open_cuda_kernels(const torch::Device& device);

/// Opens liboverfit_cuda.so, which lies beside the engine where it was built. device: a CUDA device.
OpenedRecorder open_cuda_recorder(const torch::Device& device);

}   // namespace overfit
