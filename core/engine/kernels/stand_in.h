#pragma once

#include <torch/torch.h>

namespace overfit {

/// The parameter, or a tensor of no values where a layer has none: an operation's inputs have to be tensors.
inline torch::Tensor or_stand_in(const torch::Tensor& parameter, const torch::Tensor& like) {
    return parameter.defined() ? parameter : torch::empty({0}, like.options());
}

}   // namespace overfit
