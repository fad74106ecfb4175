#pragma once

#include <array>

namespace overfit::ui {

/// Weights of the average that key and menu offer; 0 = raw.
inline constexpr std::array chartSmoothings{0.0, 0.6, 0.9, 0.97};

inline double nextSmoothing(double smoothing) {
    for (const double next : chartSmoothings) {
        if (next > smoothing + 1e-9) return next;
    }
    return 0.0;
}

}   // namespace overfit::ui
