#include "core/benchmark/benchmark_nets.h"

#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <vector>

namespace overfit {

namespace {

ModelConfig mlp(std::vector<std::int64_t> hidden) {
    ModelConfig model;
    model.name = "mlp";
    model.hidden = std::move(hidden);
    return model;
}

ModelConfig named(const char* name) {
    ModelConfig model;
    model.name = name;
    return model;
}

ModelConfig wide_resnet(std::int64_t width) {
    ModelConfig model = named("wide-resnet");
    model.depth = 28;
    model.width = width;
    return model;
}

}   // namespace

std::span<const BenchmarkNet> benchmark_nets() {
    static const std::vector<BenchmarkNet> nets{
        {.name = "mlp-1x512", .title = "MLP 1x512", .model = mlp({512})},
        {.name = "mlp-3x512", .title = "MLP 3x512", .model = mlp({512, 512, 512})},
        {.name = "small-alexnet", .title = "small AlexNet", .model = named("small-alexnet")},
        {.name = "small-inception", .title = "small Inception", .model = named("small-inception")},
        {.name = "wide-resnet-28-1", .title = "Wide ResNet 28-1", .model = wide_resnet(1)},
        {.name = "wide-resnet-28-10", .title = "Wide ResNet 28-10", .for_a_gpu = true, .model = wide_resnet(10)},
    };
    return nets;
}

const BenchmarkNet& find_benchmark_net(std::string_view name) {
    const auto nets = benchmark_nets();
    const auto found = std::ranges::find(nets, name, &BenchmarkNet::name);
    if (found != nets.end()) return *found;
    std::vector<std::string> names;
    for (const BenchmarkNet& net : nets) names.emplace_back(net.name);
    throw UsageError({.where = "--net",
                      .problem = "there is no network '" + std::string(name) + "' to measure",
                      .remedy = "choose from " + join(names) + ", or give a configuration"});
}

}   // namespace overfit
