#pragma once

// The engine's precompiled header: torch/torch.h takes half a minute to read on two cores.
#include <torch/torch.h>
