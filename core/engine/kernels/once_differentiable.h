#pragma once

#include <torch/torch.h>

namespace overfit {

/// At the head of a backward pass that computes below autograd: with create_graph its results would count as constants, and
/// gradients of them be wrong without a word.
inline void refuse_gradients_of_gradients() {
    TORCH_CHECK(!at::GradMode::is_enabled(), "this operation's gradient cannot be differentiated again (create_graph)");
}

}   // namespace overfit
