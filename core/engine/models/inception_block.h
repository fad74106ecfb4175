#pragma once

#include "core/engine/models/layers.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace overfit {

/// Convolution, batch normalisation, ReLU: the "conv module" of the paper's figure 3, torchvision's BasicConv2d. Submodules:
/// conv, bn. Without normalisation the convolution has biases instead.
class ConvolutionUnit : public torch::nn::Module {
public:
    ConvolutionUnit(std::int64_t inputs, std::int64_t outputs, const Kernel& kernel,
                    const std::optional<BatchNormOptions>& norm);

    /// N x inputs x H x W -> N x outputs x H' x W'.
    torch::Tensor forward(const torch::Tensor& x);

private:
    std::shared_ptr<Convolution> conv_;
    std::shared_ptr<BatchNorm> bn_;   // null without normalisation
};

/// One path through an inception block: pooling if any, then units one after the other, and at the end, if any, units side
/// by side.
struct InceptionBranch {
    struct Unit {
        std::string name;
        std::int64_t outputs;
        Kernel kernel;
    };

    torch::Tensor (*pool)(const torch::Tensor& x) = nullptr;
    std::vector<Unit> chain, fork;
};

/// Branches that all see the same input; their outputs are concatenated over the channels, in order. Units are submodules
/// under their own names.
class InceptionBlock : public torch::nn::Module {
public:
    InceptionBlock(std::int64_t inputs, const std::vector<InceptionBranch>& branches,
                   const std::optional<BatchNormOptions>& norm);

    /// N x inputs x H x W -> N x outputs() x H' x W'.
    torch::Tensor forward(const torch::Tensor& x);

    std::int64_t outputs() const { return outputs_; }

private:
    using Units = std::vector<std::shared_ptr<ConvolutionUnit>>;
    struct Branch {
        torch::Tensor (*pool)(const torch::Tensor& x);
        Units chain, fork;
    };

    std::vector<Branch> branches_;
    std::int64_t outputs_ = 0;
};

}   // namespace overfit
