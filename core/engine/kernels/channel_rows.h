#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace overfit {

// Loops over activations in channels_last order: `rows` pixels of `channels` neighbouring values each. One thread each call;
// callers divide the rows. Value, of the activations: float, double or BFloat16, of which float is computed. Built anew for
// AVX2 and AVX-512 and chosen when the program starts.

/// The upper half of a float: 8 bits of precision.
struct BFloat16 {
    std::uint16_t bits = 0;
};

/// What is computed with.
template <typename Value>
using RealOf = std::conditional_t<std::is_same_v<Value, BFloat16>, float, Value>;

template <typename Value>
[[gnu::always_inline]] inline RealOf<Value> real(Value value) {
    if constexpr (std::is_same_v<Value, BFloat16>) {
        return std::bit_cast<float>(static_cast<std::uint32_t>(value.bits) << 16);
    } else {
        return value;
    }
}

/// Rounded to the nearest, of two equally near ones to the even; NaN stays NaN.
template <typename Value>
[[gnu::always_inline]] inline Value rounded(RealOf<Value> value) {
    if constexpr (std::is_same_v<Value, BFloat16>) {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        const std::uint32_t nearest = (bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16;
        const std::uint32_t quiet_nan = 0x7fc0U;
        return {static_cast<std::uint16_t>((bits & 0x7fffffffU) > 0x7f800000U ? quiet_nan : nearest)};
    } else {
        return value;
    }
}

/// Count, mean and sum of squared distances to it, of one channel. Sums are double: a batch has a million pixels.
struct Moments {
    double count = 0.0, mean = 0.0, squares = 0.0;

    /// Of both sets together (Chan, Golub, LeVeque 1983).
    void merge(const Moments& other);
};

/// What is multiplied and added, a value a channel: y = scale * x + shift.
template <typename Real>
struct Affine {
    std::span<const Real> scale, shift;
};

/// Adds the rows to `moments`, an entry a channel.
template <typename Value>
void add_moments(const Value* x, std::int64_t rows, std::span<Moments> moments);

/// y = max(0, scale x + shift).
template <typename Value>
void scale_and_rectify(const Value* x, std::int64_t rows, const Affine<RealOf<Value>>& affine, Value* y);

/// Sums over the rows in which scale x + shift > 0: of dy, and of dy (x - mean). Added to the two spans, an entry a channel.
template <typename Value>
void add_gradient_sums(const Value* x, const Value* dy, std::int64_t rows, const Affine<RealOf<Value>>& affine,
                       std::span<const RealOf<Value>> mean, std::span<double> sum, std::span<double> product);

/// dx = scale dy [scale x + shift > 0] + slope x + offset.
template <typename Value>
void rectified_input_gradient(const Value* x, const Value* dy, std::int64_t rows, const Affine<RealOf<Value>>& affine,
                              const Affine<RealOf<Value>>& correction, Value* dx);

}   // namespace overfit
