#include "core/engine/cuda/cuda_module.h"
#include "core/engine/models/model_table.h"
#include "core/engine/training/describe_model.h"
#include "core/engine/training/device.h"
#include "core/engine/training/kept_memory.h"
#include "core/engine/training/machine_limit.h"
#include "core/engine/training/own_stream.h"
#include "core/engine/training/process_settings.h"
#include "core/engine/training/processor.h"
#include "core/engine/training/replayed_step.h"
#include "core/engine/training/run.h"
#include "core/experiment/engine_entry.h"
#include "core/experiment/memory_error.h"
#include "core/support/error.h"
#include "core/support/first_line.h"

#include <c10/util/Exception.h>

#include <chrono>
#include <string_view>

namespace overfit {

namespace {

/// LibTorch's exceptions carry a stack of its own sources; ours say what to do.
template <typename Work>
auto with_our_errors(const std::string& where, Work&& work) {
    try {
        return work();
    } catch (const c10::OutOfMemoryError&) {
        throw memory_error(where);
    } catch (const c10::Error& error) {
        const std::string_view text = error.what_without_backtrace();
        if (text.find("can't allocate memory") != std::string_view::npos) throw memory_error(where);
        throw Error(
            {.where = where, .problem = "LibTorch failed: " + first_line(text), .remedy = "see what `overfit doctor` says"});
    } catch (const std::bad_alloc&) {
        throw memory_error(where);
    }
}

class TorchEngine : public Engine {
public:
    explicit TorchEngine(EngineSetup setup) : setup_(std::move(setup)) {}

    EngineInfo info() override {
        EngineInfo info{.libtorch_version = TORCH_VERSION,
                        .libtorch_folder = setup_.libtorch_folder,
                        .devices = available_devices(),
                        .cuda_problem = {},
                        .threads = physical_cores()};
        if (info.devices.size() == 1) info.cuda_problem = cuda_problem();
        return info;
    }

    ModelDescription describe_model(const ModelConfig& model, const ImageShape& shape, int classes) override {
        return with_our_errors("model", [&] {
            return describe_network(
                *make_network(model, {.channels = shape.channels, .height = shape.height, .width = shape.width}, classes),
                {.channels = shape.channels, .height = shape.height, .width = shape.width});
        });
    }

    void require_device(const ExperimentConfig& config) override { choose_compute(config, cuda_problem()); }

    MachineLimit measure_limit(const ExperimentConfig& config) override {
        const Compute compute = choose_compute(config, cuda_problem());
        return with_our_errors(compute.device_text, [&] {
            const ProcessSettings settings(compute, config.deterministic);
            return overfit::measure_limit(compute);
        });
    }

    std::shared_ptr<void> keep_memory() override { return std::make_shared<KeptMemory>(); }

    RunSummary train(const PreparedExperiment& experiment, TrainingObserver& observer, std::stop_token stop,
                     const Checkpoint* resume) override {
        const auto begin = std::chrono::steady_clock::now();
        Compute compute = choose_compute(experiment.config, cuda_problem());
        if (compute.device.is_cpu()) compute.note = joined_notes(compute.note, KeptMemory::problem());
        RunSummary summary = with_our_errors(compute.device_text, [&] {
            const ProcessSettings settings(compute, experiment.config.deterministic);
            const OwnStream stream(compute.device);
            const auto recorder = open_recorder(compute, stream);
            const KernelScope kernels(open_kernels(compute));
            return train_on(experiment, make_training_data(experiment, compute), compute, observer, std::move(stop), resume,
                            recorder.get());
        });
        summary.duration_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return summary;
    }

private:
    /// Null where steps are not to be replayed; the note says so where the user asked for it.
    static std::unique_ptr<WorkRecorder> open_recorder(Compute& compute, const OwnStream& stream) {
        if (!cuda_graphs_wanted() || !compute.device.is_cuda()) return nullptr;   // a wrong word is refused on a CPU too
        OpenedRecorder opened;
        if (stream.exists()) {
            opened = open_cuda_recorder(compute.device);
        } else {
            opened.problem = "other runs use all streams of the device";
        }
        if (opened.recorder == nullptr) compute.note = joined_notes(compute.note, not_replayed(opened.problem));
        return std::move(opened.recorder);
    }

    /// Null where our kernels are not to be used; the note says whether they are where the user asked for them.
    static KernelLauncher* open_kernels(Compute& compute) {
        if (!cuda_kernels_wanted() || !compute.device.is_cuda()) return nullptr;
        const OpenedKernels opened = open_cuda_kernels(compute.device);
        compute.note =
            joined_notes(compute.note, opened.launcher != nullptr ? "our own CUDA kernels are used"
                                                                  : "our own CUDA kernels are not used: " + opened.problem);
        return opened.launcher;
    }

    std::string cuda_problem() const {
        if (!setup_.cuda_problem.empty()) return setup_.cuda_problem;
        return torch::cuda::is_available() ? "" : "the NVIDIA driver shows no GPU that LibTorch can use";
    }

    EngineSetup setup_;
};

}   // namespace

}   // namespace overfit

extern "C" __attribute__((visibility("default"))) overfit::Engine* overfit_make_engine(const overfit::EngineSetup& setup) {
    return new overfit::TorchEngine(setup);
}
