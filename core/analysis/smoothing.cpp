#include "core/analysis/smoothing.h"

#include <cassert>
#include <cmath>

namespace overfit {

std::vector<double> smoothed(std::span<const double> values, double weight) {
    assert(weight >= 0.0 && weight < 1.0);
    std::vector<double> result;
    result.reserve(values.size());
    double average = 0.0;
    double unseen = 1.0;   // weight^n: the share of the average that still is its start at zero
    for (const double value : values) {
        if (!std::isfinite(value)) {
            result.push_back(value);
            continue;
        }
        average = weight * average + (1.0 - weight) * value;
        unseen *= weight;
        result.push_back(average / (1.0 - unseen));
    }
    return result;
}

}   // namespace overfit
