#pragma once

#include "core/experiment/observer.h"
#include "core/experiment/prepared_experiment.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

struct DeviceInfo {
    std::string device;   // "cpu", "cuda:0"
    std::string name;     // as the system calls it
    std::int64_t memory_bytes = 0;
    bool emulates_bf16 = false;   // no instructions for it: precision bf16 is many times slower than fp32
};

struct EngineInfo {
    std::string libtorch_version;
    std::filesystem::path libtorch_folder;
    std::vector<DeviceInfo> devices;   // cpu first
    std::string cuda_problem;          // why there is no CUDA device; empty when there is one
    int threads = 1;                   // what `threads: auto` becomes

    /// Whether a configuration's `device` is the CPU here: it says so, or "auto" where there is nothing else.
    bool trains_on_cpu(std::string_view device) const {
        return device == "cpu" || (device == "auto" && devices.size() <= 1);
    }
};

struct LayerDescription {
    std::string name;
    std::vector<std::int64_t> output_shape;   // of one image
    std::int64_t parameters = 0;
    std::int64_t multiply_adds = 0;   // of one image's forward pass
};

struct ModelDescription {
    std::int64_t parameters = 0;
    std::int64_t multiply_adds = 0;   // of one image's forward pass; 0 = unknown
    std::vector<LayerDescription> layers;
};

/// What a device does at best, measured: the ceiling that training is held against.
struct MachineLimit {
    double multiply_adds_per_second = 0.0;   // of a large matrix product, in the precision of the training
    double copied_bytes_per_second = 0.0;    // of a large copy on the device, read and written
};

/// The narrow interface of the module overfit_engine, which alone uses LibTorch. Several runs may train at once, each called
/// from a thread of its own, where they agree on threads, determinism and whether products may be tf32: what another run
/// holds for the whole process is refused with a UsageError. info() and describe_model() may be called from any thread
/// meanwhile.
class Engine {
public:
    virtual ~Engine() = default;
    virtual EngineInfo info() = 0;
    virtual ModelDescription describe_model(const ModelConfig& model, const ImageShape& shape, int classes) = 0;

    /// Throws UsageError when this machine has not the device, or its device not the precision, that `config` asks for.
    virtual void require_device(const ExperimentConfig& config) = 0;

    /// On the device, in the precision and with the threads that `config` gives its training. Takes about half a second.
    virtual MachineLimit measure_limit(const ExperimentConfig& config) = 0;

    /// While what it returns lives, a run finds the memory that the one before it has freed, as a step finds the last one's.
    virtual std::shared_ptr<void> keep_memory() { return nullptr; }

    /// Scaling, audit, network, training loop. resume: null, or a checkpoint of the same configuration.
    /// Throws Error when it cannot run (no such device, out of memory, an audit error before the first step), Stopped when
    /// that is asked for before the run has begun.
    virtual RunSummary train(const PreparedExperiment& experiment, TrainingObserver& observer, std::stop_token stop,
                             const Checkpoint* resume) = 0;
};

/// The engine, opened at the first call and kept. Looks for LibTorch in OVERFIT_LIBTORCH (a folder with lib/libtorch_cpu.so;
/// a wrong one is an error, not skipped), then where it was when the program was built, then in the cache that
/// packaging/setup fills. Throws Error naming what is missing and how to get it. Thread-safe.
Engine& engine();

/// Sets what LibTorch's libraries read from the environment, unless the user has set it. engine() does so too, but the
/// environment is changed safely only while no other thread may read it: call this first in main().
void set_engine_environment();

/// Whether engine() has what it opens, without opening it: a few looks at the disk. Throws as engine() does.
void require_engine_files();

}   // namespace overfit
