#include "core/corruption/numpy_legacy_random.h"

#include <bit>

namespace overfit {

double NumpyLegacyRandom::random_sample() {
    const auto high = static_cast<double>(generator_() >> 5);   // 27 bits
    const auto low = static_cast<double>(generator_() >> 6);    // 26 bits
    return (high * 0x1.0p26 + low) * 0x1.0p-53;
}

std::vector<std::uint32_t> NumpyLegacyRandom::choice(std::uint32_t bound, std::size_t count) {
    std::vector<std::uint32_t> values(count, 0);
    const std::uint32_t largest = bound - 1;
    if (largest == 0) return values;   // numpy draws nothing for a single choice
    // The smallest 2^k - 1 that covers the range; std::bit_ceil(bound) would overflow above 2^31.
    const std::uint32_t mask = ~std::uint32_t{0} >> std::countl_zero(largest);
    for (std::uint32_t& value : values) {
        do {
            value = static_cast<std::uint32_t>(generator_()) & mask;
        } while (value > largest);
    }
    return values;
}

}   // namespace overfit
