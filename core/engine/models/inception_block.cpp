#include "core/engine/models/inception_block.h"

namespace overfit {

ConvolutionUnit::ConvolutionUnit(std::int64_t inputs, std::int64_t outputs, const Kernel& kernel,
                                 const std::optional<BatchNormOptions>& norm)
    : conv_(register_module("conv",
                            std::make_shared<Convolution>(inputs, outputs, kernel, norm ? Bias::Without : Bias::With))),
      bn_(norm ? register_module("bn", std::make_shared<BatchNorm>(outputs, *norm)) : nullptr) {}

torch::Tensor ConvolutionUnit::forward(const torch::Tensor& x) {
    return bn_ ? bn_->forward_relu_after(*conv_, x) : conv_->forward(x).relu_();
}

InceptionBlock::InceptionBlock(std::int64_t inputs, const std::vector<InceptionBranch>& branches,
                               const std::optional<BatchNormOptions>& norm) {
    for (const InceptionBranch& branch : branches) {
        std::int64_t channels = inputs;
        const auto add = [&](const InceptionBranch::Unit& unit) {
            return register_module(unit.name, std::make_shared<ConvolutionUnit>(channels, unit.outputs, unit.kernel, norm));
        };
        Branch& made = branches_.emplace_back(Branch{.pool = branch.pool, .chain = {}, .fork = {}});
        for (const InceptionBranch::Unit& unit : branch.chain) {
            made.chain.push_back(add(unit));
            channels = unit.outputs;
        }
        for (const InceptionBranch::Unit& unit : branch.fork) {
            made.fork.push_back(add(unit));
            outputs_ += unit.outputs;
        }
        if (branch.fork.empty()) outputs_ += channels;
    }
}

torch::Tensor InceptionBlock::forward(const torch::Tensor& x) {
    std::vector<torch::Tensor> outputs;
    for (const Branch& branch : branches_) {
        torch::Tensor out = branch.pool != nullptr ? branch.pool(x) : x;
        for (const auto& unit : branch.chain) out = unit->forward(out);
        for (const auto& unit : branch.fork) outputs.push_back(unit->forward(out));
        if (branch.fork.empty()) outputs.push_back(out);
    }
    return torch::cat(outputs, 1);
}

}   // namespace overfit
