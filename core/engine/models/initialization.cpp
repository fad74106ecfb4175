#include "core/engine/models/initialization.h"

#include "core/engine/models/network.h"

#include <cmath>

namespace overfit {

namespace {

struct Fans {
    double in, out;
};

Fans fans(const torch::Tensor& weight) {
    const double field = weight.dim() > 2 ? static_cast<double>(weight[0][0].numel()) : 1.0;
    return {.in = static_cast<double>(weight.size(1)) * field, .out = static_cast<double>(weight.size(0)) * field};
}

/// Values beyond two standard deviations are drawn again until none is left.
void draw_truncated_normal(torch::Tensor& weight, double deviation, const at::Generator& generator) {
    weight.normal_(0.0, deviation, generator);
    for (torch::Tensor outside = weight.abs() > 2 * deviation; outside.any().item<bool>();
         outside = weight.abs() > 2 * deviation) {
        weight.copy_(torch::where(outside, torch::empty_like(weight).normal_(0.0, deviation, generator), weight));
    }
}

}   // namespace

void draw_as_pytorch(torch::Tensor& weight, torch::Tensor& bias, at::Generator generator) {
    const torch::NoGradGuard no_gradients;
    const double fan_in = fans(weight).in;
    // Written as PyTorch computes it, kaiming_uniform_(a=sqrt(5)), since the last bit of the bound reaches the weights.
    const double slope = std::sqrt(5.0);
    const double gain = std::sqrt(2.0 / (1.0 + slope * slope));
    const double bound = std::sqrt(3.0) * (gain / std::sqrt(fan_in));
    weight.uniform_(-bound, bound, generator);
    if (bias.defined()) bias.uniform_(-1.0 / std::sqrt(fan_in), 1.0 / std::sqrt(fan_in), generator);
}

void draw_weights(Network& network, Initialization initialization, at::Generator generator) {
    const torch::NoGradGuard no_gradients;
    if (initialization == Initialization::Default) return network.draw_default_weights(generator);
    for (torch::Tensor& weight : network.parameters()) {
        if (weight.dim() < 2) continue;   // biases, batch normalisation
        const Fans fan = fans(weight);
        switch (initialization) {
            case Initialization::Default: break;
            case Initialization::He: weight.normal_(0.0, std::sqrt(2.0 / fan.in), generator); break;
            case Initialization::Xavier: weight.normal_(0.0, std::sqrt(2.0 / (fan.in + fan.out)), generator); break;
            case Initialization::TruncatedNormal: draw_truncated_normal(weight, std::sqrt(1.0 / fan.in), generator); break;
        }
    }
}

}   // namespace overfit
