#include "core/engine/training/forward_pass.h"

namespace overfit {

torch::Tensor forward_pass(Network& network, const torch::Tensor& images, const Compute& compute) {
    const AutocastScope autocast(compute);
    return network.forward(images).to(torch::kFloat32);
}

}   // namespace overfit
