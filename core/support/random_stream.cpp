#include "core/support/random_stream.h"

#include "core/support/sha256.h"

#include <cassert>
#include <fmt/format.h>
#include <numeric>

namespace overfit {

std::uint64_t seed_for(std::string_view purpose, std::uint64_t seed) {
    Sha256 hash;
    hash.add(fmt::format("overfit/1/{}/{}", purpose, seed));
    const std::string digest = hash.digest();
    std::uint64_t value = 0;
    for (int byte = 7; byte >= 0; --byte)
        value = value << 8 | static_cast<std::uint8_t>(digest[static_cast<std::size_t>(byte)]);
    return value;
}

std::uint64_t RandomStream::below(std::uint64_t bound) {
    assert(bound >= 1);
    std::uint64_t value = next();
    if (value >= bound) return value % bound;   // nearly always: the limit below is less than `bound`
    // Values below 2^64 mod bound would make the small results more likely.
    const std::uint64_t rejected = (0 - bound) % bound;
    while (value < rejected) value = next();
    return value % bound;
}

double RandomStream::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

std::vector<std::int64_t> RandomStream::permutation(std::int64_t count) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    shuffle(std::span(order));
    return order;
}

}   // namespace overfit
