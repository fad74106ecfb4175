#pragma once

#include <ATen/OpMathType.h>

#include <cstdint>
#include <span>
#include <vector>

namespace overfit {

// Loops over activations in channels_last order: `rows` pixels of `channels` neighbouring values each. One thread each call;
// callers divide the rows. Value, of the activations: float, double or at::BFloat16. Built anew for AVX2 and AVX-512 and
// chosen when the program starts.

/// What is computed with: float for bfloat16.
template <typename Value>
using RealOf = at::opmath_type<Value>;

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
