#include "app/sleeping_threads.h"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>

namespace overfit {

void let_training_threads_sleep(char** arguments) {
    constexpr const char* policy = "OMP_WAIT_POLICY";
    if (std::getenv(policy) != nullptr) return;
    void* openmp = ::dlopen("libgomp.so.1", RTLD_LAZY | RTLD_NOLOAD);
    if (openmp == nullptr) return;   // not there yet: the engine asks in time
    ::dlclose(openmp);
    ::setenv(policy, "passive", 0);
    std::error_code problem;   // by its own path: the system shows the process under the name of what was started
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", problem);
    if (!problem) ::execv(program.c_str(), arguments);
}

}   // namespace overfit
