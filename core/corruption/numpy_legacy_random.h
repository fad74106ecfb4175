#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace overfit {

/// numpy's legacy generator, `numpy.random.RandomState(seed)` and `numpy.random.seed(seed)`, as far as fitting-random-labels
/// uses it. numpy has frozen this stream (NEP 19), so it is the same in every version.
class NumpyLegacyRandom {
public:
    explicit NumpyLegacyRandom(std::uint32_t seed) : generator_(seed) {}

    /// One value of `rand(n)`: 53 random bits in [0, 1), from two draws of the generator.
    double random_sample();

    /// `choice(bound, count)`, which is `randint(0, bound, size=count)`: masked rejection on 32-bit draws. bound >= 1.
    std::vector<std::uint32_t> choice(std::uint32_t bound, std::size_t count);

private:
    // 32 bits, seeded by Knuth's recurrence: what numpy's init_genrand does for an integer seed.
    std::mt19937 generator_;
};

}   // namespace overfit
