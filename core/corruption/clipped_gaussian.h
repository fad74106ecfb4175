#pragma once

#include "core/data/scaling.h"

#include <array>
#include <cstdint>

namespace overfit {

/// Gaussian noise as pixels hold it: rounded to whole bytes, clipped to 0..255.
class ClippedGaussian {
public:
    /// Noise whose bytes have this mean and variance AFTER rounding and clipping. Clipping draws both inwards
    /// (Fashion-MNIST: mean 73, deviation 90), so the Gaussian before it is the one that makes up for that; found to 1e-6
    /// and rounded there, so that every machine draws the same bytes. wanted: the moments of some real bytes, which can
    /// always be met.
    static ClippedGaussian matching(const ByteMoments& wanted);

    /// Of the Gaussian before it is rounded and clipped, in bytes.
    double mean() const { return mean_; }
    double deviation() const { return deviation_; }

    /// The byte at this place of the distribution. uniform: in [0, 1).
    std::uint8_t byte_at(double uniform) const;

private:
    ClippedGaussian(double mean, double deviation);

    static constexpr std::size_t guides = 1024;

    double mean_, deviation_;
    std::array<double, 256> cumulative_{};       // [b]: the chance of a byte up to b; the last is 1
    std::array<std::uint8_t, guides> first_{};   // [k]: the byte at k / guides, where the search begins
};

}   // namespace overfit
