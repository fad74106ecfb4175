#pragma once

#include "core/runs/metric_table.h"

#include <cstdint>
#include <span>

namespace overfit {

/// The colour of the n-th run as 0xRRGGBB: Okabe and Ito's palette, safe for colour-blind readers, then Tol's; repeats after
/// fourteen.
std::uint32_t run_colour(int place);

/// Dash = quantity, in multiples of the line's width, on and off by turns: train solid (empty), test dashed, running dotted.
std::span<const double> line_dashes(MetricQuantity quantity);

/// "train", "test", "corrupted": the short name in a legend; empty for Other.
std::string_view quantity_title(MetricQuantity quantity);

}   // namespace overfit
