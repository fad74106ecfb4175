#pragma once

#include "core/config/experiment_config.h"
#include "core/experiment/engine.h"

#include <torch/torch.h>

#include <limits>
#include <string>
#include <vector>

namespace overfit {

/// What `device`, `precision` and `threads` became.
struct Compute {
    torch::Device device = torch::kCPU;
    std::string device_text;   // "cpu", "cuda:0"
    std::string device_name;
    Precision precision = Precision::Fp32;   // never Auto
    int threads = 1;
    std::string note = {};   // what is slow in this choice, or missing; empty where nothing is
    std::int64_t memory_bytes = std::numeric_limits<std::int64_t>::max();   // of the device; what may be used of the CPU's
};

/// Both notes of a run, either of which may be empty.
std::string joined_notes(const std::string& one, const std::string& other);

/// The devices that training can use, cpu first.
std::vector<DeviceInfo> available_devices();

/// device auto: the first GPU, else the CPU. precision auto: tf32 on a GPU, fp32 on the CPU.
/// Throws Error when there is no such device and UsageError for a precision that it does not have.
/// cuda_problem: why there is no CUDA device, for the message.
Compute choose_compute(const ExperimentConfig& config, const std::string& cuda_problem);

/// A generator on `device`, independent of the global ones.
at::Generator make_generator(const torch::Device& device, std::uint64_t seed);

/// Within it, forward passes run in bf16 or fp16 where that is safe, if that is the precision; master weights stay float32.
/// Afterwards all is as it was before, also within another scope.
class AutocastScope {
public:
    explicit AutocastScope(const Compute& compute);
    ~AutocastScope();
    AutocastScope(const AutocastScope&) = delete;
    AutocastScope& operator=(const AutocastScope&) = delete;

private:
    bool active_;
    torch::DeviceType type_;
    bool was_enabled_ = false;
    torch::ScalarType was_type_ = torch::kFloat32;
};

}   // namespace overfit
