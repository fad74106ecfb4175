#pragma once

#include <torch/torch.h>

#include <string>
#include <utility>
#include <vector>

namespace overfit {

/// Keeps gradients in fp16's narrow range: the loss is multiplied before the backward pass and the gradients divided after.
/// A step in which one of them overflows is left out and halves the scale; 2,000 good ones in a row double it. The rule and
/// its numbers are those of PyTorch's GradScaler; all of it stays on the device.
class LossScale {
public:
    explicit LossScale(const torch::Device& device);

    torch::Tensor scaled(const torch::Tensor& loss) const { return loss * scale_; }

    /// Divides the gradients in place and adapts the scale. Returns 1 where one of them is not finite, else 0: a float32
    /// scalar on the device, as the fused optimizers take it.
    const torch::Tensor& unscale(const std::vector<torch::Tensor>& gradients);

    /// All that a resumed run needs, by name.
    const std::vector<std::pair<std::string, torch::Tensor>>& state() const { return state_; }

private:
    torch::Tensor scale_, good_steps_, overflow_;
    std::vector<std::pair<std::string, torch::Tensor>> state_;
};

}   // namespace overfit
