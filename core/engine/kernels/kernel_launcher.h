#pragma once

#include <torch/torch.h>

#include <string>

namespace overfit {

/// How many threads do a kernel's work: blocks beside and below each other, and the same within a block.
struct LaunchShape {
    std::int64_t blocks_x = 1, blocks_y = 1;
    std::int64_t threads_x = 1, threads_y = 1;
};

/// Starts the kernels of all_kernels.cuh on a device.
class KernelLauncher {
public:
    virtual ~KernelLauncher() = default;

    virtual torch::Device device() const = 0;

    /// In the order of the calling thread's other operations; does not wait for the device. kernel: its name there.
    /// arguments: one of the structures of kernel_arguments.h, read before the call returns. Throws c10::Error.
    virtual void launch(const std::string& kernel, const LaunchShape& shape, const void* arguments) = 0;
};

/// Within it, operations of this process on the launcher's device may use our kernels. Scopes of runs at the same time may
/// overlap; those of one device have the same launcher. null: changes nothing. Thread-safe.
class KernelScope {
public:
    explicit KernelScope(KernelLauncher* launcher);
    ~KernelScope();
    KernelScope(const KernelScope&) = delete;
    KernelScope& operator=(const KernelScope&) = delete;

private:
    KernelLauncher* launcher_;
};

/// Who starts our kernels on `device`; null where they are not used.
KernelLauncher* kernel_launcher_of(const torch::Device& device);

/// "float", "half" or "bfloat", as kernels' names have it; null for other types.
const char* kernel_type_name(torch::ScalarType type);

}   // namespace overfit
