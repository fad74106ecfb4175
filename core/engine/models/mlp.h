#pragma once

#include "core/engine/models/network.h"

#include <memory>
#include <vector>

namespace overfit {

/// Fully connected layers with ReLU between them (paper, appendix A: "MLP 1x512", "MLP 3x512"), with or without biases, with
/// dropout after each hidden layer if wanted; without hidden layers it is softmax regression. Names as in
/// fitting-random-labels: fc1, fc2, ..., and fc for the last. Departure: default weights are PyTorch's own;
/// fitting-random-labels draws what is called `xavier` here.
class Mlp : public Network {
public:
    Mlp(const InputShape& input, const std::vector<std::int64_t>& hidden, std::int64_t classes, Bias bias, double dropout);

    torch::Tensor forward(const torch::Tensor& images) override;
    MemoryLayout layout() const override { return MemoryLayout::ChannelsFirst; }

private:
    std::vector<std::shared_ptr<Linear>> register_layers(std::int64_t inputs, const std::vector<std::int64_t>& hidden,
                                                         std::int64_t classes, Bias bias);

    std::vector<std::shared_ptr<Linear>> layers_;
};

}   // namespace overfit
