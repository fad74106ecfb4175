// Our kernels on a CUDA device: compiled for it when a run asks for them first, loaded at once, started on LibTorch's
// stream.

#include "core/engine/cuda/cuda_entry.h"
#include "core/engine/cuda/kernel_compiler.h"

#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include <cuda_runtime_api.h>
#include <dlfcn.h>
#include <filesystem>
#include <map>
#include <vector>

namespace overfit {

namespace {

/// Beside CUDA's runtime, where Python's packages have it; else where the loader looks.
std::string nvrtc_path() {
    const char* name = "libnvrtc.so.13";
    Dl_info info{};
    if (::dladdr(reinterpret_cast<const void*>(&cudaRuntimeGetVersion), &info) == 0 || info.dli_fname == nullptr)
        return name;
    const std::filesystem::path beside = std::filesystem::path(info.dli_fname).parent_path() / name;
    std::error_code ignored;
    return std::filesystem::exists(beside, ignored) ? beside.string() : name;
}

std::string architecture_of(c10::DeviceIndex device) {
    int major = 0, minor = 0;
    C10_CUDA_CHECK(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device));
    C10_CUDA_CHECK(cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, device));
    return "sm_" + std::to_string(major) + std::to_string(minor);
}

class CudaKernels : public KernelLauncher {
public:
    explicit CudaKernels(c10::DeviceIndex device) : device_(device) {
        const c10::cuda::CUDAGuard guard(device_);
        const CompiledKernels compiled = compile_kernels(nvrtc_path(), architecture_of(device_));
        TORCH_CHECK(compiled.problem.empty(), compiled.problem);
        C10_CUDA_CHECK(cudaLibraryLoadData(&library_, compiled.code.data(), nullptr, nullptr, 0, nullptr, nullptr, 0));
        try {
            find_kernels();
        } catch (...) {
            cudaLibraryUnload(library_);
            throw;
        }
    }
    ~CudaKernels() override { cudaLibraryUnload(library_); }
    CudaKernels(const CudaKernels&) = delete;
    CudaKernels& operator=(const CudaKernels&) = delete;

    torch::Device device() const override { return {torch::kCUDA, device_}; }

    void launch(const std::string& kernel, const LaunchShape& shape, const void* arguments) override {
        const auto found = kernels_.find(kernel);
        TORCH_CHECK(found != kernels_.end(), "there is no kernel ", kernel);
        const c10::cuda::CUDAGuard guard(device_);
        void* list[] = {const_cast<void*>(arguments)};
        const dim3 blocks(static_cast<unsigned>(shape.blocks_x), static_cast<unsigned>(shape.blocks_y));
        const dim3 threads(static_cast<unsigned>(shape.threads_x), static_cast<unsigned>(shape.threads_y));
        C10_CUDA_CHECK(
            cudaLaunchKernel(found->second, blocks, threads, list, 0, c10::cuda::getCurrentCUDAStream(device_).stream()));
    }

private:
    /// All of them, and their code brought to the device: later it might be while a graph is recorded.
    void find_kernels() {
        unsigned count = 0;
        C10_CUDA_CHECK(cudaLibraryGetKernelCount(&count, library_));
        std::vector<cudaKernel_t> all(count);
        C10_CUDA_CHECK(cudaLibraryEnumerateKernels(all.data(), count, library_));
        for (const cudaKernel_t kernel : all) {
            const char* name = nullptr;
            C10_CUDA_CHECK(cudaFuncGetName(&name, kernel));
            cudaFuncAttributes attributes{};
            C10_CUDA_CHECK(cudaFuncGetAttributes(&attributes, kernel));
            kernels_[name] = kernel;
        }
        TORCH_CHECK(kernels_.contains("row_scores"), "CUDA calls the kernels by other names than their source");
    }

    const c10::DeviceIndex device_;
    cudaLibrary_t library_ = nullptr;
    std::map<std::string, const void*> kernels_;
};

}   // namespace

}   // namespace overfit

extern "C" __attribute__((visibility("default"))) overfit::KernelLauncher* overfit_make_cuda_kernels(int device) {
    return new overfit::CudaKernels(static_cast<c10::DeviceIndex>(device));
}
