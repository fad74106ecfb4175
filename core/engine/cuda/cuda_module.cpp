#include "core/engine/cuda/cuda_module.h"

#include "core/engine/cuda/cuda_entry.h"
#include "core/support/error.h"
#include "core/support/first_line.h"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <map>
#include <mutex>
#include <string_view>

namespace overfit {

namespace {

/// The folder of the engine's module, beside which the CUDA module lies.
std::filesystem::path own_folder() {
    Dl_info info{};
    ::dladdr(reinterpret_cast<const void*>(&cuda_graphs_wanted), &info);
    return std::filesystem::path(info.dli_fname == nullptr ? "" : info.dli_fname).parent_path();
}

/// Whether a variable of the environment says "on".
bool is_on(const char* variable) {
    const char* set = std::getenv(variable);
    const std::string_view value = set == nullptr ? "" : set;
    if (value.empty() || value == "off") return false;
    if (value == "on") return true;
    throw UsageError({.where = variable,
                      .problem = "expected on or off, found '" + std::string(value) + "'",
                      .remedy = "set it to on, or unset it"});
}

/// Why the last dlopen() or dlsym() failed.
std::string loading_error() {
    const char* why = ::dlerror();
    return why == nullptr ? "unknown reason" : why;
}

/// A function of the module, or why it is not there.
template <typename Function>
struct FoundFunction {
    Function call = nullptr;
    std::string problem;
};

template <typename Function>
FoundFunction<Function> find_function(const char* symbol) {
    const std::filesystem::path module = own_folder() / "liboverfit_cuda.so";
    std::error_code ignored;
    if (!std::filesystem::exists(module, ignored)) {
        return {.call = nullptr, .problem = "the program was built without the CUDA headers (liboverfit_cuda.so)"};
    }
    // Never closed: LibTorch's CUDA part, which it links, does not survive that.
    void* library = ::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return {.call = nullptr, .problem = "liboverfit_cuda.so cannot be opened: " + loading_error()};
    const auto function = reinterpret_cast<Function>(::dlsym(library, symbol));
    if (function != nullptr) return {.call = function, .problem = {}};
    return {.call = nullptr, .problem = "liboverfit_cuda.so is not of this build: " + loading_error()};
}

/// Of one device, made once; kept until the process ends, and beyond: CUDA is gone before what is static.
OpenedKernels make_kernels(const torch::Device& device) {
    const auto make = find_function<MakeCudaKernels>(make_cuda_kernels_symbol);
    if (make.call == nullptr) return {.launcher = nullptr, .problem = make.problem};
    try {
        return {.launcher = make.call(device.index()), .problem = {}};
    } catch (const c10::Error& error) {
        return {.launcher = nullptr, .problem = first_line(error.what_without_backtrace())};
    }
}

}   // namespace

bool cuda_graphs_wanted() { return is_on("OVERFIT_CUDA_GRAPHS"); }

bool cuda_kernels_wanted() { return is_on("OVERFIT_CUDA_KERNELS"); }

OpenedKernels open_cuda_kernels(const torch::Device& device) {
    static std::mutex mutex;
    static std::map<int, KernelLauncher*> opened;
    const std::scoped_lock lock(mutex);   // a second run waits for what the first one compiles: it needs the same
    KernelLauncher*& launcher = opened[device.index()];
    if (launcher != nullptr) return {.launcher = launcher, .problem = {}};
    OpenedKernels made = make_kernels(device);   // again where it failed: memory may have become free
    launcher = made.launcher;
    return made;
}

OpenedRecorder open_cuda_recorder(const torch::Device& device) {
    const auto make = find_function<MakeCudaRecorder>(make_cuda_recorder_symbol);
    if (make.call == nullptr) return {.recorder = nullptr, .problem = make.problem};
    try {
        return {.recorder = std::unique_ptr<WorkRecorder>(make.call(device.index())), .problem = {}};
    } catch (const c10::Error& error) {
        return {.recorder = nullptr, .problem = first_line(error.what_without_backtrace())};
    }
}

}   // namespace overfit
