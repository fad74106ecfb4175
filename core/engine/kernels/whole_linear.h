#pragma once

#include "core/engine/kernels/linear_pass.h"

namespace overfit {

// Each product is one call of a library, which shares it among the threads itself. Knows no autograd.

enum class Library {
    Mkl,     // or whichever LibTorch was built with for torch::mm()
    OneDnn   // fp32 alone, see onednn_product()
};

torch::Tensor whole_linear(const LinearForward& of, Library library);
LinearGradients whole_linear_gradients(const LinearBackward& of, Library library);

}   // namespace overfit
