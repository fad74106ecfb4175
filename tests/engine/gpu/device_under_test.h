#pragma once

#include "core/benchmark/random_experiment.h"
#include "core/benchmark/training_trace.h"
#include "core/support/error.h"

#include <QTest>
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace overfit {

/// "cuda", or what OVERFIT_GPU_TEST_DEVICE names: cuda:1, and cpu, on which these tests' own logic can be tried without a
/// GPU.
inline std::string device_under_test() {
    const char* named = std::getenv("OVERFIT_GPU_TEST_DEVICE");
    return named == nullptr ? "cuda" : named;
}

inline bool tests_the_cpu() { return device_under_test() == "cpu"; }

/// Colour images of random bytes, 32 x 32 cut to `crop`; 160 of them in batches of 32, four times: 20 steps. Two threads on
/// the CPU.
inline ExperimentConfig gpu_test_config(const ModelConfig& model, std::int64_t crop = 16) {
    ExperimentConfig config;
    config.data.dataset = "cifar10";
    config.data.crop = crop;
    config.model = model;
    config.training.batch_size = 32;
    config.training.epochs = 4;
    config.training.stop_when_fitted = false;
    config.evaluation.every_epochs = 4;
    config.checkpoint.every_minutes = 0.0;
    config.device = device_under_test();
    config.precision = Precision::Fp32;
    config.threads = 2;
    return config;
}

/// Every operation one that gives the same bits again.
inline ExperimentConfig deterministic(ExperimentConfig config) {
    config.deterministic = true;
    return config;
}

inline PreparedExperiment gpu_test_experiment(const ExperimentConfig& config) { return random_experiment(config, 160); }

/// The same on the CPU, with one thread: also where the CPU is the device under test, sums then have another order.
inline PreparedExperiment on_the_cpu(PreparedExperiment experiment) {
    experiment.config.device = "cpu";
    experiment.config.threads = 1;
    return experiment;
}

inline ModelConfig model_of(const char* name, std::int64_t depth = 16) {
    ModelConfig model;
    model.name = name;
    model.hidden = {128};
    model.depth = depth;
    return model;
}

/// Why nothing can be tested here; empty where the device is there.
inline std::string why_not_tested(const ExperimentConfig& config) {
    try {
        engine().require_device(config);
        return {};
    } catch (const UsageError& error) {
        return error.parts().problem;
    }
}

/// Sets a variable of the environment to on or off while it lives.
class Switch {
public:
    Switch(const char* name, bool on) : name_(name) { qputenv(name, on ? "on" : "off"); }
    ~Switch() { qunsetenv(name_); }
    Switch(const Switch&) = delete;
    Switch& operator=(const Switch&) = delete;

private:
    const char* name_;
};

inline bool says(const RunHeader& run, const char* words) { return run.device_note.find(words) != std::string::npos; }

/// On a CPU nothing is replayed and no kernel used, whatever is switched on.
inline bool is_replayed(const RunHeader& run) {
    return run.device_note.ends_with("steps are replayed as CUDA graphs");   // nothing behind it: evaluation is, too
}
inline bool uses_kernels(const RunHeader& run) { return says(run, "our own CUDA kernels are used"); }

inline bool same_bits(const std::vector<NamedArray>& left, const std::vector<NamedArray>& right) {
    return std::ranges::equal(left, right, [](const NamedArray& a, const NamedArray& b) {
        return a.name == b.name && a.dtype == b.dtype && a.shape == b.shape && a.bytes == b.bytes;
    });
}

inline double mean(const std::vector<double>& values, std::size_t first, std::size_t count) {
    double sum = 0.0;
    for (std::size_t place = first; place < first + count; ++place) sum += values[place];
    return sum / static_cast<double>(count);
}

}   // namespace overfit

/// Skips the test, saying why, where the device or its precision is missing.
#define NEEDS_DEVICE(config)                                                    \
    do {                                                                        \
        const std::string reason = overfit::why_not_tested(config);             \
        if (!reason.empty()) QSKIP(qPrintable(QString::fromStdString(reason))); \
    } while (false)
