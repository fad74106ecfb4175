#include "core/engine/models/network.h"

#include "core/engine/models/initialization.h"

namespace overfit {

void Network::draw_default_weights(at::Generator generator) {
    for (const auto& module : modules(/*include_self=*/false)) {
        if (auto* linear = module->as<Linear>()) draw_as_pytorch(linear->weight, linear->bias, generator);
        if (auto* convolution = module->as<Convolution>())
            draw_as_pytorch(convolution->weight, convolution->bias, generator);
    }
}

std::vector<TracedLayer> Network::trace(const torch::Tensor& images) {
    std::vector<TracedLayer> layers;
    trace_ = &layers;
    forward(images);
    trace_ = nullptr;
    return layers;
}

torch::Tensor Network::traced(const std::string& name, torch::Tensor output) {
    if (trace_ != nullptr) {
        const bool channels_last = output.dim() == 4 && output.is_contiguous(at::MemoryFormat::ChannelsLast);
        trace_->push_back({.name = name, .shape = output.sizes().slice(1).vec(), .channels_last = channels_last});
    }
    return output;
}

std::int64_t Network::parameter_count() const {
    std::int64_t count = 0;
    for (const torch::Tensor& parameter : parameters()) count += parameter.numel();
    return count;
}

void Network::place(const torch::Device& device) {
    to(device);
    if (layout() != MemoryLayout::ChannelsLast) return;
    const torch::NoGradGuard no_gradients;
    for (torch::Tensor& parameter : parameters()) {
        if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
    }
}

void Network::settle_counts(std::int64_t batches) {
    for (const auto& module : modules(/*include_self=*/false)) {
        if (auto* norm = module->as<BatchNorm>()) norm->settle_count(batches);
    }
}

}   // namespace overfit
