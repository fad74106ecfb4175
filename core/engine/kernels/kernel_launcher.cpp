#include "core/engine/kernels/kernel_launcher.h"

#include <array>
#include <atomic>
#include <mutex>

namespace overfit {

namespace {

/// What a device's scopes at the same time share.
struct Slot {
    std::atomic<KernelLauncher*> launcher = nullptr;
    int scopes = 0;   // guarded by slots_mutex
};

std::mutex slots_mutex;

/// Of the process and not of a thread: LibTorch takes the steps backward on threads of its own.
Slot& slot_of(const torch::Device& device) {
    static std::array<Slot, 129> slots;   // the CPU's, then the GPUs', of which LibTorch counts at most 128
    return slots.at(device.is_cpu() ? 0 : static_cast<std::size_t>(device.index()) + 1);
}

}   // namespace

KernelScope::KernelScope(KernelLauncher* launcher) : launcher_(launcher) {
    if (launcher_ == nullptr) return;
    const std::scoped_lock lock(slots_mutex);
    Slot& slot = slot_of(launcher_->device());
    slot.launcher = launcher_;
    ++slot.scopes;
}

KernelScope::~KernelScope() {
    if (launcher_ == nullptr) return;
    const std::scoped_lock lock(slots_mutex);
    Slot& slot = slot_of(launcher_->device());
    if (--slot.scopes == 0) slot.launcher = nullptr;
}

KernelLauncher* kernel_launcher_of(const torch::Device& device) { return slot_of(device).launcher; }

const char* kernel_type_name(torch::ScalarType type) {
    switch (type) {
        case torch::kFloat32: return "float";
        case torch::kFloat16: return "half";
        case torch::kBFloat16: return "bfloat";
        default: return nullptr;
    }
}

}   // namespace overfit
