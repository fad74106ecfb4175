#pragma once

#include <span>
#include <string>
#include <string_view>

namespace overfit {

/// A file of the kernels' source, as they include it.
struct KernelSource {
    const char* path;
    const char* content;
};

/// core/engine/kernels/*.cuh and what they include; written at build time by packaging/cmake/embed_kernels.cmake.
std::span<const KernelSource> kernel_sources();

/// Machine code for a GPU, or why there is none: the compiler's own words.
struct CompiledKernels {
    std::string code;   // cubin
    std::string problem;
};

/// Compiles all_kernels.cuh by NVRTC, which is opened and stays open; takes some seconds. nvrtc: the library's path, or its
/// name alone where the loader finds it. architecture: as in sm_90.
CompiledKernels compile_kernels(const std::string& nvrtc, const std::string& architecture);

}   // namespace overfit
