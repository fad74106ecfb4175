#include "core/experiment/engine_entry.h"
#include "core/experiment/libtorch_search.h"
#include "core/support/error.h"

#include <cstdlib>
#include <dlfcn.h>
#include <mutex>

namespace overfit {

namespace {

std::string last_dl_error() {
    const char* text = ::dlerror();
    return text == nullptr ? "unknown reason" : text;
}

void* open_global(const std::filesystem::path& library) { return ::dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL); }

/// LibTorch's worker threads otherwise spin for milliseconds while they wait for each other, and beside one busy process a
/// step takes 1.4 times as long. They look out for some 30 microseconds and then sleep (MEASUREMENTS.md). Read once, when
/// the OpenMP library is opened: in the window Qt has done that before, and they sleep at once (app/sleeping_threads), since
/// drawing needs a processor too.
void let_waiting_threads_sleep() {
    if (std::getenv("OMP_WAIT_POLICY") != nullptr) return;   // the user's word
    ::setenv("OMP_WAIT_POLICY", "passive", 0);
    ::setenv("GOMP_SPINCOUNT", "3000", 0);
}

/// Opened by full path and kept: what the engine module needs by its bare name is then already there, so that the module
/// carries no folder of the machine it was built on.
void open_libtorch(const std::filesystem::path& folder) {
    for (const char* name : {"libc10.so", "libtorch_cpu.so"}) {
        if (open_global(folder / "lib" / name) != nullptr) continue;
        throw Error({.where = (folder / "lib" / name).string(),
                     .problem = "cannot be opened: " + last_dl_error(),
                     .remedy = "run packaging/setup again, or set OVERFIT_LIBTORCH to a complete LibTorch"});
    }
}

/// LibTorch's CUDA part is large and takes seconds to open, so only where a driver is. Returns why there is no CUDA.
std::string open_cuda(const std::filesystem::path& folder) {
    if (::dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL) == nullptr) {
        ::dlerror();
        return "there is no NVIDIA driver (libcuda.so.1)";
    }
    if (open_global(folder / "lib" / "libtorch_cuda.so") != nullptr) return {};
    return "LibTorch's CUDA part cannot be opened: " + last_dl_error() +
           "; run packaging/setup on this machine, which then fetches it";
}

/// The folder of liboverfit_core.so, beside which the engine lies.
std::filesystem::path own_folder() {
    Dl_info info{};
    ::dladdr(reinterpret_cast<const void*>(&open_cuda), &info);
    return std::filesystem::path(info.dli_fname == nullptr ? "" : info.dli_fname).parent_path();
}

struct EngineFiles {
    std::filesystem::path module, libtorch_folder;
};

EngineFiles find_engine_files() {
    EngineFiles files{.module = own_folder() / "liboverfit_engine.so", .libtorch_folder = {}};
    std::error_code ignored;
    if (!std::filesystem::exists(files.module, ignored)) {
        throw Error({.where = files.module.string(),
                     .problem = "is not there: this program was built without its engine and cannot train",
                     .remedy = "build with -DOVERFIT_ENGINE=ON; saved runs can be shown without"});
    }
    files.libtorch_folder = find_libtorch(libtorch_places());
    return files;
}

Engine* open_engine() {
    const auto [module, libtorch_folder] = find_engine_files();
    EngineSetup setup{.libtorch_folder = libtorch_folder, .cuda_problem = {}};
    set_engine_environment();
    open_libtorch(setup.libtorch_folder);
    setup.cuda_problem = open_cuda(setup.libtorch_folder);
    void* library = ::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
    const auto make = library == nullptr ? nullptr : reinterpret_cast<MakeEngine>(::dlsym(library, make_engine_symbol));
    if (make == nullptr) {
        throw Error({.where = module.string(),
                     .problem = "cannot be opened: " + last_dl_error(),
                     .remedy = "build the program again, with the LibTorch that it runs with"});
    }
    return make(setup);
}

}   // namespace

void set_engine_environment() {
    let_waiting_threads_sleep();
    // cuBLAS reads it once, at its first call; only `deterministic: true` needs it, and it costs eight buffers of 4096 KiB,
    // 32 MiB of GPU memory, for each stream and each thread that multiplies on it.
    ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
}

void require_engine_files() { find_engine_files(); }

Engine& engine() {
    static std::mutex mutex;
    static Engine* opened = nullptr;   // never closed: LibTorch's threads do not survive that
    const std::scoped_lock lock(mutex);
    if (opened == nullptr) opened = open_engine();   // tried again after an error: the user may have mended it
    return *opened;
}

}   // namespace overfit
