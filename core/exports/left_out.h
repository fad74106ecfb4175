#pragma once

#include "core/runs/metric_table.h"

#include <cstddef>
#include <span>
#include <string>

namespace overfit {

/// Values that a chart has no place for: counted, so that it can say so in words.
struct LeftOut {
    std::size_t zeros = 0, negatives = 0;   // on a log y axis
    std::size_t places = 0;                 // points at x <= 0 on a log x axis
    std::size_t not_finite = 0;             // NaN and infinite values, on any axis

    void add(std::span<const double> x, std::span<const double> y, bool log_x, bool log_y);
    bool operator==(const LeftOut&) const = default;
};

/// "3 values of 0, 1 below 0 not shown on a log axis · 2 values are NaN or infinite"; empty when nothing is left out.
std::string left_out_text(const LeftOut& left_out, XAxis axis);

}   // namespace overfit
