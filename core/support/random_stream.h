#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace overfit {

/// The seed of one purpose of an experiment: the first 8 bytes (little-endian) of
/// sha256("overfit/1/<purpose>/<seed>"). Purposes: subset, split, labels, test_labels, pixels, initialization, order,
/// dropout, augmentation.
std::uint64_t seed_for(std::string_view purpose, std::uint64_t seed);

/// A named, seeded stream of random numbers that gives the same values with every compiler and library:
/// std::mt19937_64, whose output the standard fixes, and own bounded draws, since std::*_distribution differ.
class RandomStream {
public:
    explicit RandomStream(std::uint64_t seed) : generator_(seed) {}

    std::uint64_t next() { return generator_(); }

    /// An integer in 0..bound-1 without bias (rejection). bound >= 1.
    std::uint64_t below(std::uint64_t bound);

    /// A real number in [0, 1) with 53 random bits.
    double uniform();

    /// Fisher-Yates from the top.
    template <typename T>
    void shuffle(std::span<T> values) {
        for (std::size_t last = values.size(); last > 1; --last) {
            std::swap(values[last - 1], values[static_cast<std::size_t>(below(last))]);
        }
    }

    /// 0..count-1 in random order.
    std::vector<std::int64_t> permutation(std::int64_t count);

private:
    std::mt19937_64 generator_;
};

}   // namespace overfit
