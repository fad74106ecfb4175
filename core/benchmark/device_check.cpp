#include "core/benchmark/device_check.h"

#include "core/benchmark/benchmark.h"
#include "core/benchmark/random_experiment.h"
#include "core/benchmark/training_trace.h"
#include "core/config/config_yaml.h"
#include "core/support/error.h"
#include "core/support/stopped.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <numeric>
#include <utility>

namespace overfit {

namespace {

constexpr std::int64_t images = 256;   // four batches
constexpr std::int64_t epochs = 5;
constexpr BenchmarkOptions timing{.rounds = 1, .seconds = 0.2};
constexpr const char* what_to_do =
    ": train with device=cpu meanwhile, bring driver and LibTorch up to date, and send this table with a report";

struct Subject {
    std::string name;
    ModelConfig model;
    double learning_rate = 0.0;   // so small that rounding is not multiplied from step to step, least of all by batch norm
};

struct ReducedPrecision {
    Precision precision;
    const char* name;
};

constexpr std::array reduced_precisions{ReducedPrecision{Precision::Tf32, "tf32"}, ReducedPrecision{Precision::Bf16, "bf16"},
                                        ReducedPrecision{Precision::Fp16, "fp16"}};

std::vector<Subject> subjects() {
    ModelConfig mlp;
    mlp.hidden = {128};
    ModelConfig convolutional;
    convolutional.name = "wide-resnet";
    convolutional.depth = 10;
    return {{"MLP", mlp, 0.02}, {"Wide ResNet 10-1", convolutional, 0.005}};
}

/// Colour images cut to 16 x 16 pixels; evaluated before the first step and after the last one.
ExperimentConfig config_of(const Subject& subject, const std::string& device) {
    ExperimentConfig config;
    config.name = "device check";
    config.data.dataset = "cifar10";
    config.data.crop = 16;
    config.model = subject.model;
    config.training.batch_size = 64;
    config.training.epochs = epochs;
    config.training.learning_rate = subject.learning_rate;
    config.training.stop_when_fitted = false;
    config.evaluation.every_epochs = epochs;
    config.evaluation.save_predictions = false;
    config.checkpoint.every_minutes = 0.0;
    config.device = device;
    config.precision = Precision::Fp32;
    return config;
}

double mean(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Whether the last epoch's steps lost less than the first's: NaN does not.
bool falls(const std::vector<double>& losses) {
    const std::size_t epoch = losses.size() / static_cast<std::size_t>(epochs);
    const std::span<const double> all = losses;
    return epoch > 0 && mean(all.last(epoch)) < mean(all.first(epoch));
}

/// Sums are split among the threads: another number of them adds up in another order.
std::int64_t other_threads(int usual) { return usual == 1 ? 2 : 1; }

/// The checks of one network on one device.
class SubjectCheck {
public:
    SubjectCheck(Engine& engine, const Subject& subject, const std::string& device, const std::stop_token& stop)
        : engine_(engine), subject_(subject), config_(config_of(subject, device)), stop_(stop) {}

    void run() {
        fp32_ = train(config_);
        compare_with_cpu();
        for (const auto& [precision, name] : reduced_precisions) {
            ExperimentConfig config = config_;
            config.precision = precision;
            if (offered(config)) compare_with_fp32(config, name);
        }
        tell_speed();
    }

    /// What run() could not do; what it did before stands.
    void tell_failure(const Error& error) {
        checks_.push_back({Health::Broken, fmt::format("{}, {}", config_.device, subject_.name), error.what(),
                           std::string("training fails there") + what_to_do});
    }

    std::vector<MachineCheck> take() { return std::move(checks_); }

private:
    TrainingTrace train(const ExperimentConfig& config) {
        return trace_training(engine_, random_experiment(config, images), stop_);
    }

    bool offered(const ExperimentConfig& config) {
        try {
            engine_.require_device(config);
            return true;
        } catch (const UsageError&) {
            return false;
        }
    }

    ExperimentConfig reference_config() const {
        ExperimentConfig config = config_;
        config.device = "cpu";
        if (fp32_.header.device == "cpu") config.threads = other_threads(fp32_.header.threads);
        return config;
    }

    std::string reference_name() const {
        if (fp32_.header.device != "cpu") return "the CPU";
        const std::int64_t threads = other_threads(fp32_.header.threads);
        return fmt::format("the CPU with {} {}", threads, threads == 1 ? "thread" : "threads");
    }

    void compare_with_cpu() {
        const TraceDistance apart = distance(train(reference_config()), fp32_);
        const bool fine = apart.largest() <= device_fp32_tolerance && falls(fp32_.losses);
        add(fine, "fp32",
            fmt::format("{} steps against {}: losses {:.0e}, evaluation {:.0e}, weights {:.0e} apart (allowed {:.0e})",
                        fp32_.losses.size(), reference_name(), apart.losses, apart.evaluation, apart.weights,
                        device_fp32_tolerance),
            fp32_.losses);
    }

    void compare_with_fp32(const ExperimentConfig& config, const std::string& name) {
        const TrainingTrace trace = train(config);
        const TraceDistance apart = distance(fp32_, trace);
        const bool fine = std::max(apart.losses, apart.evaluation) <= device_half_tolerance && falls(trace.losses);
        add(fine, name,
            fmt::format("{} steps against fp32: losses {:.0e}, evaluation {:.0e} apart (allowed {:.0e})",
                        trace.losses.size(), apart.losses, apart.evaluation, device_half_tolerance),
            trace.losses);
    }

    void add(bool fine, const std::string& precision, std::string state, const std::vector<double>& losses) {
        if (!falls(losses)) state += ", and the loss does not fall";
        checks_.push_back({fine ? Health::Works : Health::Broken, subject_text(precision), std::move(state),
                           fine ? "" : std::string("training there does not give what it gives elsewhere") + what_to_do});
    }

    void tell_speed() {
        checks_.push_back({Health::Works, subject_text("speed"),
                           fmt::format("{} images/s in fp32; {}: {}", images_per_second(config_), reference_name(),
                                       images_per_second(reference_config())),
                           ""});
    }

    std::string images_per_second(const ExperimentConfig& config) {
        const Benchmark benchmark = run_benchmark(engine_, config, timing, stop_);
        return with_thousands(static_cast<std::int64_t>(benchmark.training.median));
    }

    std::string subject_text(const std::string& what) const {
        return fmt::format("{}, {}, {}", fp32_.header.device, subject_.name, what);
    }

    Engine& engine_;
    const Subject& subject_;
    ExperimentConfig config_;
    std::stop_token stop_;
    TrainingTrace fp32_;
    std::vector<MachineCheck> checks_;
};

/// What is wrong with a device that is not there, of which the engine only says that.
MachineCheck absent(const std::string& device, const Error& error) {
    return {Health::Broken, device, error.parts().problem,
            "nvidia-smi has to list the GPU, else its driver is missing; LibTorch's CUDA part is fetched by "
            "OVERFIT_CUDA=yes packaging/setup, or is that of Python's torch which OVERFIT_LIBTORCH names"};
}

}   // namespace

std::vector<MachineCheck> check_device(Engine& engine, const std::string& device, const std::stop_token& stop) {
    const std::vector<Subject> all = subjects();
    try {
        engine.require_device(config_of(all.front(), device));
    } catch (const UsageError& error) {
        return {absent(device, error)};
    }
    std::vector<MachineCheck> checks;
    for (const Subject& subject : all) {
        SubjectCheck check(engine, subject, device, stop);
        try {
            check.run();
        } catch (const Stopped&) {
            throw;
        } catch (const Error& error) {
            check.tell_failure(error);
        }
        std::ranges::move(check.take(), std::back_inserter(checks));
    }
    return checks;
}

}   // namespace overfit
