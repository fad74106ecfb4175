#pragma once

#include "core/engine/models/network.h"
#include "core/experiment/engine.h"

namespace overfit {

/// Parameters, layers and multiply-adds of one image's forward pass (convolutions and matrix products), from a pass of one
/// blank image. Draws nothing and changes no setting of LibTorch: safe beside a training run.
ModelDescription describe_network(Network& network, const InputShape& input);

}   // namespace overfit
