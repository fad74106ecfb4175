#pragma once

#include "core/config/experiment_config.h"

#include <span>
#include <string_view>

namespace overfit {

/// A network of the paper at the size in which people compare it.
struct BenchmarkNet {
    std::string_view name;    // what is typed: "wide-resnet-28-10"
    std::string_view title;   // "Wide ResNet 28-10"
    bool for_a_gpu = false;   // a step takes half a minute on a CPU: left out there unless it is named
    ModelConfig model;
};

std::span<const BenchmarkNet> benchmark_nets();

/// Throws UsageError with the names that there are.
const BenchmarkNet& find_benchmark_net(std::string_view name);

}   // namespace overfit
