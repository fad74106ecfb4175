#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace overfit {

// Loops over activations in channels_last order: `rows` pixels of `channels` neighbouring values each. One thread each call;
// callers divide the rows. Real: float or double. Built anew for AVX2 and AVX-512 and chosen when the program starts.

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
template <typename Real>
void add_moments(const Real* x, std::int64_t rows, std::span<Moments> moments);

/// y = max(0, scale x + shift).
template <typename Real>
void scale_and_rectify(const Real* x, std::int64_t rows, const Affine<Real>& affine, Real* y);

/// Sums over the rows in which scale x + shift > 0: of dy, and of dy (x - mean). Added to the two spans, an entry a channel.
template <typename Real>
void add_gradient_sums(const Real* x, const Real* dy, std::int64_t rows, const Affine<Real>& affine,
                       std::span<const Real> mean, std::span<double> sum, std::span<double> product);

/// dx = scale dy [scale x + shift > 0] + slope x + offset.
template <typename Real>
void rectified_input_gradient(const Real* x, const Real* dy, std::int64_t rows, const Affine<Real>& affine,
                              const Affine<Real>& correction, Real* dx);

}   // namespace overfit
