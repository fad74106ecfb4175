#include "core/engine/cuda/cuda_module.h"

#include "core/engine/cuda/cuda_entry.h"
#include "core/support/error.h"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <string_view>

namespace overfit {

namespace {

/// The folder of the engine's module, beside which the CUDA module lies.
std::filesystem::path own_folder() {
    Dl_info info{};
    ::dladdr(reinterpret_cast<const void*>(&cuda_graphs_wanted), &info);
    return std::filesystem::path(info.dli_fname == nullptr ? "" : info.dli_fname).parent_path();
}

}   // namespace

bool cuda_graphs_wanted() {
    const char* set = std::getenv("OVERFIT_CUDA_GRAPHS");
    const std::string_view value = set == nullptr ? "" : set;
    if (value.empty() || value == "off") return false;
    if (value == "on") return true;
    throw UsageError({.where = "OVERFIT_CUDA_GRAPHS",
                      .problem = "expected on or off, found '" + std::string(value) + "'",
                      .remedy = "set it to on, or unset it"});
}

OpenedRecorder open_cuda_recorder(const torch::Device& device) {
    const std::filesystem::path module = own_folder() / "liboverfit_cuda.so";
    std::error_code ignored;
    if (!std::filesystem::exists(module, ignored)) {
        return {.recorder = nullptr, .problem = "the program was built without the CUDA headers (liboverfit_cuda.so)"};
    }
    // Never closed: LibTorch's CUDA part, which it links, does not survive that.
    void* library = ::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
    const auto make =
        library == nullptr ? nullptr : reinterpret_cast<MakeCudaRecorder>(::dlsym(library, make_cuda_recorder_symbol));
    if (make == nullptr) {
        const char* why = ::dlerror();
        return {.recorder = nullptr,
                .problem = "liboverfit_cuda.so cannot be opened: " + std::string(why == nullptr ? "unknown reason" : why)};
    }
    try {
        return {.recorder = std::unique_ptr<WorkRecorder>(make(device.index())), .problem = {}};
    } catch (const c10::Error& error) {
        return {.recorder = nullptr, .problem = error.what_without_backtrace()};
    }
}

}   // namespace overfit
