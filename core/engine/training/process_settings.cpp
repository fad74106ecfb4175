#include "core/engine/training/process_settings.h"

#include "core/support/error.h"

#include <mutex>
#include <string>

namespace overfit {

namespace {

struct Settings {
    int threads = 0;
    bool tf32 = false;
    bool deterministic = false;

    bool operator==(const Settings&) const = default;
};

struct Held {
    std::mutex mutex;
    int holders = 0;
    Settings settings;   // while there are holders
};

Held& held() {
    static Held held;
    return held;
}

std::string in_words(const Settings& settings) {
    return std::to_string(settings.threads) + (settings.threads == 1 ? " thread, tf32 " : " threads, tf32 ") +
           (settings.tf32 ? "on" : "off") + ", deterministic: " + (settings.deterministic ? "true" : "false");
}

void set_switches(const Settings& settings) {
    at::Context& context = at::globalContext();
    const auto multiplication = settings.tf32 ? at::Float32Precision::TF32 : at::Float32Precision::IEEE;
    context.setFloat32Precision(at::Float32Backend::CUDA, at::Float32Op::MATMUL, multiplication);
    context.setFloat32Precision(at::Float32Backend::CUDA, at::Float32Op::CONV, multiplication);
    context.setDeterministicAlgorithms(settings.deterministic, /*warn_only=*/false);
    context.setDeterministicFillUninitializedMemory(false);   // costs time and hides nothing here
    context.setDeterministicCuDNN(settings.deterministic);
    context.setBenchmarkCuDNN(!settings.deterministic);
}

}   // namespace

ProcessSettings::ProcessSettings(const Compute& compute, bool deterministic) {
    const Settings wanted{
        .threads = compute.threads, .tf32 = compute.precision == Precision::Tf32, .deterministic = deterministic};
    Held& now = held();
    const std::scoped_lock lock(now.mutex);
    if (now.holders > 0 && now.settings != wanted) {
        throw UsageError({.where = "threads, precision, deterministic",
                          .problem = "these settings hold for the whole program, and a run that trains now has " +
                                     in_words(now.settings) + " where this one wants " + in_words(wanted),
                          .remedy = "give runs that train at the same time the same settings, or start this one later"});
    }
    if (now.holders == 0) set_switches(wanted);
    at::set_num_threads(wanted.threads);
    now.settings = wanted;
    ++now.holders;
}

ProcessSettings::~ProcessSettings() {
    Held& now = held();
    const std::scoped_lock lock(now.mutex);
    --now.holders;
}

}   // namespace overfit
