#include "core/exports/left_out.h"

#include "core/support/text.h"

#include <cmath>
#include <vector>

namespace overfit {

namespace {

std::string values(std::size_t count) {
    return with_thousands(static_cast<std::int64_t>(count)) + (count == 1 ? " value" : " values");
}

std::string place_text(std::size_t count, XAxis axis) {
    switch (axis) {
        case XAxis::Epoch: return values(count) + " at epoch 0";
        case XAxis::Step: return values(count) + " at step 0";
        case XAxis::Time: break;
    }
    return values(count) + " at 0 s";
}

}   // namespace

void LeftOut::add(std::span<const double> x, std::span<const double> y, bool log_x, bool log_y) {
    for (std::size_t i = 0; i < y.size(); ++i) {
        if (log_x && !(x[i] > 0.0)) {
            ++places;
        } else if (!std::isfinite(y[i])) {
            ++not_finite;
        } else if (log_y && y[i] <= 0.0) {
            ++(y[i] < 0.0 ? negatives : zeros);
        }
    }
}

std::string left_out_text(const LeftOut& left_out, XAxis axis) {
    std::vector<std::string> parts;
    if (left_out.zeros > 0) parts.push_back(values(left_out.zeros) + " of 0");
    if (left_out.negatives > 0) parts.push_back(values(left_out.negatives) + " below 0");
    if (left_out.places > 0) parts.push_back(place_text(left_out.places, axis));
    std::string text = parts.empty() ? "" : join(parts) + " not shown on a log axis";
    if (left_out.not_finite > 0) {
        if (!text.empty()) text += " · ";
        text += values(left_out.not_finite) + (left_out.not_finite == 1 ? " is NaN or infinite" : " are NaN or infinite");
    }
    return text;
}

}   // namespace overfit
