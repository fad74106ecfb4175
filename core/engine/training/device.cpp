#include "core/engine/training/device.h"

#include "core/engine/training/processor.h"
#include "core/support/error.h"
#include "core/support/memory_limit.h"
#include "core/support/processors.h"
#include "core/support/text.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/autocast_mode.h>

#include <array>
#include <dlfcn.h>

namespace overfit {

namespace {

/// Names and memory of the GPUs from the driver itself: LibTorch tells them only to who links its CUDA part.
class CudaDriver {
public:
    CudaDriver() : library_(::dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL)) {
        if (library_ == nullptr) return;
        device_name_ = reinterpret_cast<decltype(device_name_)>(::dlsym(library_, "cuDeviceGetName"));
        device_memory_ = reinterpret_cast<decltype(device_memory_)>(::dlsym(library_, "cuDeviceTotalMem_v2"));
        const auto initialize = reinterpret_cast<int (*)(unsigned)>(::dlsym(library_, "cuInit"));
        usable_ = device_name_ != nullptr && device_memory_ != nullptr && initialize != nullptr && initialize(0) == 0;
    }
    ~CudaDriver() {
        if (library_ != nullptr) ::dlclose(library_);
    }
    CudaDriver(const CudaDriver&) = delete;
    CudaDriver& operator=(const CudaDriver&) = delete;

    DeviceInfo describe(int ordinal) const {
        std::array<char, 256> name{};
        std::size_t memory = 0;
        if (!usable_ || device_name_(name.data(), static_cast<int>(name.size()) - 1, ordinal) != 0) name[0] = '\0';
        if (usable_) device_memory_(&memory, ordinal);
        return {.device = "cuda:" + std::to_string(ordinal),
                .name = name[0] == '\0' ? "CUDA device" : name.data(),
                .memory_bytes = static_cast<std::int64_t>(memory)};
    }

private:
    void* library_;
    int (*device_name_)(char*, int, int) = nullptr;
    int (*device_memory_)(std::size_t*, int) = nullptr;
    bool usable_ = false;
};

std::string device_list(const std::vector<DeviceInfo>& devices) {
    std::vector<std::string> names;
    for (const DeviceInfo& device : devices) names.push_back(device.device);
    return join(names);
}

/// "auto", "cuda" and "cuda:0" to a device of the list.
const DeviceInfo& find_device(const std::string& wanted, const std::vector<DeviceInfo>& devices,
                              const std::string& cuda_problem) {
    if (wanted == "auto") return devices.size() > 1 ? devices[1] : devices[0];
    const std::string name = wanted == "cuda" ? "cuda:0" : wanted;
    for (const DeviceInfo& device : devices) {
        if (device.device == name) return device;
    }
    if (!name.starts_with("cuda:")) {
        throw UsageError({.where = "device",
                          .problem = "expected auto, cpu, cuda or cuda:N, found '" + wanted + "'",
                          .remedy = "this machine has: " + device_list(devices)});
    }
    throw UsageError({.where = "device",
                      .problem = "'" + wanted + "' is not there (" +
                                 (cuda_problem.empty() ? "this machine has: " + device_list(devices) : cuda_problem) + ")",
                      .remedy = "set device: auto or cpu, or see what `overfit doctor` says"});
}

Precision choose_precision(Precision wanted, const torch::Device& device) {
    switch (wanted) {
        case Precision::Auto: return device.is_cuda() ? Precision::Tf32 : Precision::Fp32;
        case Precision::Fp32:
        case Precision::Bf16: return wanted;
        case Precision::Tf32:
            if (device.is_cuda()) return wanted;
            throw UsageError({.where = "precision",
                              .problem = "tf32 exists on NVIDIA GPUs only, and the device is cpu",
                              .remedy = "choose auto, fp32 or bf16"});
        case Precision::Fp16:
            if (device.is_cuda()) return wanted;
            throw UsageError({.where = "precision",
                              .problem = "fp16 with loss scaling exists on NVIDIA GPUs only, and the device is cpu",
                              .remedy = "choose auto, fp32 or bf16"});
    }
    return wanted;
}

std::string slowness_of(Precision precision, const DeviceInfo& device) {
    if (precision != Precision::Bf16 || !device.emulates_bf16) return "";
    return "this CPU has no bf16 instructions: precision bf16 is emulated, many times slower than fp32";
}

/// Threads of a product wait for the slowest of them, which here waits for a processor.
std::string crowding_of(int threads) {
    const int processors = usable_processors();
    if (threads <= processors) return "";
    return std::to_string(threads) + " threads share " + std::to_string(processors) +
           (processors == 1 ? " processor" : " processors") + " and wait for each other: fewer are faster";
}

}   // namespace

std::string joined_notes(const std::string& one, const std::string& other) {
    return one + (one.empty() || other.empty() ? "" : "; ") + other;
}

std::vector<DeviceInfo> available_devices() {
    std::vector<DeviceInfo> devices{{.device = "cpu",
                                     .name = processor_name(),
                                     .memory_bytes = main_memory(),
                                     .emulates_bf16 = !has_bf16_instructions()}};
    if (!torch::cuda::is_available()) return devices;
    const CudaDriver driver;
    for (int ordinal = 0; ordinal < static_cast<int>(torch::cuda::device_count()); ++ordinal) {
        devices.push_back(driver.describe(ordinal));
    }
    return devices;
}

Compute choose_compute(const ExperimentConfig& config, const std::string& cuda_problem) {
    const std::vector<DeviceInfo> devices = available_devices();
    const DeviceInfo& found = find_device(config.device, devices, cuda_problem);
    const torch::Device device(found.device);
    Compute compute{.device = device,
                    .device_text = found.device,
                    .device_name = found.name,
                    .precision = choose_precision(config.precision, device),
                    .threads = config.threads ? static_cast<int>(*config.threads) : physical_cores()};
    compute.note = slowness_of(compute.precision, found);
    if (device.is_cpu()) {
        compute.memory_bytes = static_cast<std::int64_t>(memory_limit());
        compute.note = joined_notes(compute.note, crowding_of(compute.threads));
    }
    if (device.is_cuda() && found.memory_bytes > 0) compute.memory_bytes = found.memory_bytes;
    return compute;
}

at::Generator make_generator(const torch::Device& device, std::uint64_t seed) {
    if (device.is_cpu()) return at::detail::createCPUGenerator(seed);
    at::Generator generator =
        at::globalContext().getAcceleratorHooksInterface(device.type()).getNewGenerator(device.index());
    generator.set_current_seed(seed);
    return generator;
}

AutocastScope::AutocastScope(const Compute& compute)
    : active_(compute.precision == Precision::Bf16 || compute.precision == Precision::Fp16), type_(compute.device.type()) {
    if (!active_) return;
    was_enabled_ = at::autocast::is_autocast_enabled(type_);
    was_type_ = at::autocast::get_autocast_dtype(type_);
    at::autocast::set_autocast_enabled(type_, true);
    at::autocast::set_autocast_dtype(type_, compute.precision == Precision::Fp16 ? at::kHalf : at::kBFloat16);
    at::autocast::increment_nesting();
}

AutocastScope::~AutocastScope() {
    if (!active_) return;
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    at::autocast::set_autocast_dtype(type_, was_type_);
    at::autocast::set_autocast_enabled(type_, was_enabled_);
}

}   // namespace overfit
