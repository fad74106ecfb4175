#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace overfit {

/// The values at `places`, in their order.
template <typename Value>
std::vector<Value> values_at(const std::vector<Value>& values, std::span<const std::int64_t> places) {
    std::vector<Value> chosen;
    chosen.reserve(places.size());
    for (const std::int64_t place : places) chosen.push_back(values[static_cast<std::size_t>(place)]);
    return chosen;
}

}   // namespace overfit
