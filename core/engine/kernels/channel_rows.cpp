#include "core/engine/kernels/channel_rows.h"

#include <algorithm>

// The compiler makes one copy a level of instructions; the loader takes the best that the machine has. By levels, not by
// names of processors: those are one maker's, and the others would get the plain copy, at less than half of the speed.
#define OVERFIT_FOR_EACH_PROCESSOR [[gnu::target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")]]
#define OVERFIT_INLINE [[gnu::always_inline]] inline

namespace overfit {

namespace {

constexpr std::int64_t least_lanes = 64;      // several vector registers, so that additions need not wait for each other
constexpr std::int64_t rows_in_cache = 128;   // a block stays in the first-level cache between its two passes, and a
                                              // float sum of so few values loses nothing that matters

/// Rows are taken several at once: 16 channels alone would fill a single register.
struct Lanes {
    explicit Lanes(std::size_t channel_count)
        : channels(static_cast<std::int64_t>(channel_count)),
          together(std::max<std::int64_t>(1, least_lanes / channels)),
          width(channels * together) {}

    std::int64_t channels, together, width;
};

/// The values of the channels, once for each of the rows that are taken together.
template <typename Real>
std::vector<Real> tiled(std::span<const Real> values, const Lanes& lanes) {
    std::vector<Real> result;
    result.reserve(static_cast<std::size_t>(lanes.width));
    for (std::int64_t repeat = 0; repeat < lanes.together; ++repeat) {
        result.insert(result.end(), values.begin(), values.end());
    }
    return result;
}

template <typename Real>
struct TiledAffine {
    TiledAffine(const Affine<Real>& affine, const Lanes& lanes)
        : scale(tiled(affine.scale, lanes)), shift(tiled(affine.shift, lanes)) {}

    std::vector<Real> scale, shift;
};

template <typename Value, typename Real>
OVERFIT_INLINE void sum_block(const Value* __restrict x, std::int64_t rows, std::int64_t width, Real* __restrict sum) {
    for (std::int64_t row = 0; row < rows; ++row, x += width) {
        for (std::int64_t lane = 0; lane < width; ++lane) sum[lane] += static_cast<Real>(x[lane]);
    }
}

template <typename Value, typename Real>
OVERFIT_INLINE void square_block(const Value* __restrict x, std::int64_t rows, std::int64_t width,
                                 const Real* __restrict mean, Real* __restrict squares) {
    for (std::int64_t row = 0; row < rows; ++row, x += width) {
        for (std::int64_t lane = 0; lane < width; ++lane) {
            const Real distance = static_cast<Real>(x[lane]) - mean[lane];
            squares[lane] += distance * distance;
        }
    }
}

template <typename Value, typename Real>
OVERFIT_INLINE void moments_of_block(const Value* x, std::int64_t rows, std::int64_t width, Real* mean, Real* squares) {
    std::fill(mean, mean + width, Real(0));
    std::fill(squares, squares + width, Real(0));
    sum_block(x, rows, width, mean);
    const Real share = Real(1) / static_cast<Real>(rows);
    for (std::int64_t lane = 0; lane < width; ++lane) mean[lane] *= share;
    square_block(x, rows, width, mean, squares);
}

template <typename Value, typename Real>
OVERFIT_INLINE void rectify_rows(const Value* __restrict x, std::int64_t rows, std::int64_t width,
                                 const Real* __restrict scale, const Real* __restrict shift, Value* __restrict y) {
    for (std::int64_t row = 0; row < rows; ++row, x += width, y += width) {
        for (std::int64_t lane = 0; lane < width; ++lane) {
            const Real value = scale[lane] * static_cast<Real>(x[lane]) + shift[lane];
            y[lane] = static_cast<Value>(value < Real(0) ? Real(0) : value);   // so written, NaN stays NaN
        }
    }
}

/// The gradient where the rectifier was open. It is read in any case: a load that depends on the comparison is a branch,
/// which half of the activations take and no processor foresees.
template <typename Real>
OVERFIT_INLINE Real passed(Real gradient, Real before) {
    return before > Real(0) ? gradient : Real(0);
}

template <typename Value, typename Real>
OVERFIT_INLINE void gradient_sums_of_block(const Value* __restrict x, const Value* __restrict dy, std::int64_t rows,
                                           std::int64_t width, const Real* __restrict scale, const Real* __restrict shift,
                                           const Real* __restrict mean, Real* __restrict sum, Real* __restrict product) {
    for (std::int64_t row = 0; row < rows; ++row, x += width, dy += width) {
        for (std::int64_t lane = 0; lane < width; ++lane) {
            const Real gradient =
                passed(static_cast<Real>(dy[lane]), scale[lane] * static_cast<Real>(x[lane]) + shift[lane]);
            sum[lane] += gradient;
            product[lane] += gradient * (static_cast<Real>(x[lane]) - mean[lane]);
        }
    }
}

template <typename Value, typename Real>
OVERFIT_INLINE void input_gradient_rows(const Value* __restrict x, const Value* __restrict dy, std::int64_t rows,
                                        std::int64_t width, const Real* __restrict scale, const Real* __restrict shift,
                                        const Real* __restrict slope, const Real* __restrict offset, Value* __restrict dx) {
    for (std::int64_t row = 0; row < rows; ++row, x += width, dy += width, dx += width) {
        for (std::int64_t lane = 0; lane < width; ++lane) {
            const Real gradient =
                passed(static_cast<Real>(dy[lane]), scale[lane] * static_cast<Real>(x[lane]) + shift[lane]);
            dx[lane] =
                static_cast<Value>(scale[lane] * gradient + (slope[lane] * static_cast<Real>(x[lane]) + offset[lane]));
        }
    }
}

// A processor's copy cannot be a template, so each loop has a copy a type.
#define OVERFIT_KERNELS(Value, Real)                                                                                       \
    OVERFIT_FOR_EACH_PROCESSOR void block_moments(const Value* x, std::int64_t rows, std::int64_t width, Real* mean,       \
                                                  Real* squares) {                                                         \
        moments_of_block(x, rows, width, mean, squares);                                                                   \
    }                                                                                                                      \
    OVERFIT_FOR_EACH_PROCESSOR void rectify(const Value* x, std::int64_t rows, std::int64_t width, const Real* scale,      \
                                            const Real* shift, Value* y) {                                                 \
        rectify_rows(x, rows, width, scale, shift, y);                                                                     \
    }                                                                                                                      \
    OVERFIT_FOR_EACH_PROCESSOR void block_gradient_sums(const Value* x, const Value* dy, std::int64_t rows,                \
                                                        std::int64_t width, const Real* scale, const Real* shift,          \
                                                        const Real* mean, Real* sum, Real* product) {                      \
        gradient_sums_of_block(x, dy, rows, width, scale, shift, mean, sum, product);                                      \
    }                                                                                                                      \
    OVERFIT_FOR_EACH_PROCESSOR void input_gradient(const Value* x, const Value* dy, std::int64_t rows, std::int64_t width, \
                                                   const Real* scale, const Real* shift, const Real* slope,                \
                                                   const Real* offset, Value* dx) {                                        \
        input_gradient_rows(x, dy, rows, width, scale, shift, slope, offset, dx);                                          \
    }
OVERFIT_KERNELS(float, float)
OVERFIT_KERNELS(double, double)
OVERFIT_KERNELS(at::BFloat16, float)
#undef OVERFIT_KERNELS

/// Calls work(first, count, width) for the rows that fill all lanes, `block` of them at a time, then for the few that are
/// left over, a row at a time. first: in rows of the caller; count: in rows of `width` values.
template <typename Work>
void in_blocks(std::int64_t rows, const Lanes& lanes, std::int64_t block, const Work& work) {
    const std::int64_t whole = rows / lanes.together;
    for (std::int64_t first = 0; first < whole; first += block) {
        work(first * lanes.together, std::min(block, whole - first), lanes.width);
    }
    const std::int64_t rest = whole * lanes.together;
    if (rest < rows) work(rest, rows - rest, lanes.channels);
}

}   // namespace

void Moments::merge(const Moments& other) {
    if (other.count == 0.0) return;
    const double together = count + other.count;
    const double distance = other.mean - mean;
    mean += distance * other.count / together;
    squares += other.squares + distance * distance * count * other.count / together;
    count = together;
}

template <typename Value>
void add_moments(const Value* x, std::int64_t rows, std::span<Moments> moments) {
    const Lanes lanes(moments.size());
    std::vector<RealOf<Value>> mean(static_cast<std::size_t>(lanes.width)), squares(mean.size());
    in_blocks(rows, lanes, rows_in_cache, [&](std::int64_t first, std::int64_t count, std::int64_t width) {
        block_moments(x + first * lanes.channels, count, width, mean.data(), squares.data());
        for (std::int64_t lane = 0; lane < width; ++lane) {
            const auto place = static_cast<std::size_t>(lane);
            moments[place % moments.size()].merge({static_cast<double>(count), mean[place], squares[place]});
        }
    });
}

template <typename Value>
void scale_and_rectify(const Value* x, std::int64_t rows, const Affine<RealOf<Value>>& affine, Value* y) {
    const Lanes lanes(affine.scale.size());
    const TiledAffine<RealOf<Value>> values(affine, lanes);
    in_blocks(rows, lanes, rows, [&](std::int64_t first, std::int64_t count, std::int64_t width) {
        const std::int64_t begin = first * lanes.channels;
        rectify(x + begin, count, width, values.scale.data(), values.shift.data(), y + begin);
    });
}

template <typename Value>
void add_gradient_sums(const Value* x, const Value* dy, std::int64_t rows, const Affine<RealOf<Value>>& affine,
                       std::span<const RealOf<Value>> mean, std::span<double> sum, std::span<double> product) {
    const Lanes lanes(affine.scale.size());
    const TiledAffine<RealOf<Value>> values(affine, lanes);
    const std::vector<RealOf<Value>> means = tiled(mean, lanes);
    std::vector<RealOf<Value>> block_sum(means.size()), block_product(means.size());
    in_blocks(rows, lanes, rows_in_cache, [&](std::int64_t first, std::int64_t count, std::int64_t width) {
        std::ranges::fill(block_sum, RealOf<Value>(0));
        std::ranges::fill(block_product, RealOf<Value>(0));
        const std::int64_t begin = first * lanes.channels;
        block_gradient_sums(x + begin, dy + begin, count, width, values.scale.data(), values.shift.data(), means.data(),
                            block_sum.data(), block_product.data());
        for (std::size_t lane = 0; lane < static_cast<std::size_t>(width); ++lane) {
            sum[lane % sum.size()] += block_sum[lane];
            product[lane % sum.size()] += block_product[lane];
        }
    });
}

template <typename Value>
void rectified_input_gradient(const Value* x, const Value* dy, std::int64_t rows, const Affine<RealOf<Value>>& affine,
                              const Affine<RealOf<Value>>& correction, Value* dx) {
    const Lanes lanes(affine.scale.size());
    const TiledAffine<RealOf<Value>> values(affine, lanes);
    const TiledAffine<RealOf<Value>> added(correction, lanes);
    in_blocks(rows, lanes, rows, [&](std::int64_t first, std::int64_t count, std::int64_t width) {
        const std::int64_t begin = first * lanes.channels;
        input_gradient(x + begin, dy + begin, count, width, values.scale.data(), values.shift.data(), added.scale.data(),
                       added.shift.data(), dx + begin);
    });
}

#define OVERFIT_INSTANCES(Value, Real)                                                                                    \
    template void add_moments(const Value*, std::int64_t, std::span<Moments>);                                            \
    template void scale_and_rectify(const Value*, std::int64_t, const Affine<Real>&, Value*);                             \
    template void add_gradient_sums(const Value*, const Value*, std::int64_t, const Affine<Real>&, std::span<const Real>, \
                                    std::span<double>, std::span<double>);                                                \
    template void rectified_input_gradient(const Value*, const Value*, std::int64_t, const Affine<Real>&,                 \
                                           const Affine<Real>&, Value*);
OVERFIT_INSTANCES(float, float)
OVERFIT_INSTANCES(double, double)
OVERFIT_INSTANCES(at::BFloat16, float)
#undef OVERFIT_INSTANCES

}   // namespace overfit
