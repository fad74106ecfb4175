#include "core/exports/curve_points.h"

#include <algorithm>
#include <cmath>

namespace overfit {

Curve with_at_most(const Curve& curve, int most) {
    const std::size_t count = curve.x.size(), wanted = static_cast<std::size_t>(std::max(0, most));
    if (wanted == 0 || count <= wanted) return curve;
    std::vector<std::size_t> kept{0};
    const std::size_t stretches = wanted > 2 ? (wanted - 2) / 2 : 0;
    for (std::size_t k = 0; k < stretches; ++k) {
        const std::size_t from = 1 + k * (count - 2) / stretches, to = 1 + (k + 1) * (count - 2) / stretches;
        if (from >= to) continue;
        std::size_t low = from, high = from;
        for (std::size_t i = from; i < to; ++i) {
            // Written so that a NaN is kept where there is one: the gap it makes is part of the curve.
            if (!(curve.y[i] >= curve.y[low])) low = i;
            if (curve.y[i] > curve.y[high]) high = i;
        }
        kept.insert(kept.end(), {std::min(low, high), std::max(low, high)});
    }
    kept.push_back(count - 1);
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    Curve thinned;
    for (const std::size_t i : kept) {
        thinned.x.push_back(curve.x[i]);
        thinned.y.push_back(curve.y[i]);
    }
    return thinned;
}

}   // namespace overfit
