#include "core/engine/kernels/kernel_launcher.h"

#include <atomic>

namespace overfit {

namespace {

/// Of the process and not of a thread: LibTorch takes the steps backward on threads of its own.
std::atomic<KernelLauncher*>& current() {
    static std::atomic<KernelLauncher*> launcher = nullptr;
    return launcher;
}

}   // namespace

KernelScope::KernelScope(KernelLauncher* launcher) : before_(current()) {
    if (launcher != nullptr) current() = launcher;
}

KernelScope::~KernelScope() { current() = before_; }

KernelLauncher* kernel_launcher_of(const torch::Device& device) {
    KernelLauncher* launcher = current();
    return launcher != nullptr && launcher->device() == device ? launcher : nullptr;
}

const char* kernel_type_name(torch::ScalarType type) {
    switch (type) {
        case torch::kFloat32: return "float";
        case torch::kFloat16: return "half";
        case torch::kBFloat16: return "bfloat";
        default: return nullptr;
    }
}

}   // namespace overfit
