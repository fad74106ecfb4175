#pragma once

#include "core/engine/kernels/linear_pass.h"

namespace overfit {

// Each thread computes units of its own from beginning to end, by MKL: it shares a product of a hundred rows badly, and
// threads that have to meet after each operation wait for each other. Knows no autograd. The same number of threads gives
// the same bits.

torch::Tensor shared_linear(const LinearForward& of);
LinearGradients shared_linear_gradients(const LinearBackward& of);

}   // namespace overfit
