#pragma once

#include "core/config/memory_estimate.h"
#include "core/experiment/engine.h"
#include "core/support/table.h"

#include <string>

namespace overfit {

/// What the layers compute for one image, for estimate_memory().
LayerValues layer_values(const ModelDescription& model);

/// "96 x 28 x 28".
std::string shape_text(const std::vector<std::int64_t>& shape);

/// A row a layer: name, output, parameters, multiply-adds; the sums last, in the row of the model.
Table layer_table(const std::string& model, const ModelDescription& description);

}   // namespace overfit
