#pragma once

// Batch normalisation and ReLU, the arithmetic of channel_rows.cpp. A thread has `width` neighbouring channels, read at
// once; beside it (x) lie the others, below it (y) those of the next row. Sums are float within a thread and double beyond. A
// thread has some ten rows of the paper's networks and up to some two hundred of one for ImageNet's images, where a float sum
// may be off by 200 x 2^-24 of the sum of its terms' sizes, and by a tenth of that as roundings fall.

#include "core/engine/kernels/block_sums.cuh"

namespace overfit::device {

template <typename Value, int width>
struct alignas(sizeof(Value) * width) Pack {
    Value values[width];
};

/// The rows of one thread, every blockDim.y-th of the block's; none where no channel is left for it.
template <int width>
struct Share {
    Index channels, channel, row, end;

    __device__ explicit Share(const Rows& rows)
        : channels(rows.channels),
          channel((static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x) * width),
          row(blockIdx.y * rows.rows_a_block + threadIdx.y),
          end((blockIdx.y + 1) * rows.rows_a_block) {
        if (end > rows.rows) end = rows.rows;
        if (channel >= channels) end = row;
    }

    __device__ bool has_channels() const { return channel < channels; }
    __device__ Index place(Index of_row) const { return (of_row * channels + channel) / width; }
};

/// The values of a thread's channels.
template <int width, typename Number>
__device__ void take_channels(const Share<width>& share, const Number* all, float* own) {
    if (!share.has_channels()) return;
    for (int lane = 0; lane < width; ++lane) own[lane] = static_cast<float>(all[share.channel + lane]);
}

/// One entry a channel and block of rows, from the threads in the first row.
template <int width, typename Sums>
__device__ void keep_part(const Share<width>& share, int lane, const Sums& sums, Sums* parts) {
    const Sums all = merged_column(sums);
    if (threadIdx.y == 0 && share.has_channels()) parts[(share.channel + lane) * gridDim.y + blockIdx.y] = all;
}

/// A channel's parts, by a block of one column.
template <typename Sums>
__device__ Sums sum_of_parts(const Sums* parts, Index count) {
    Sums own = {};
    for (Index part = threadIdx.y; part < count; part += blockDim.y) merge(own, parts[blockIdx.x * count + part]);
    return merged_column(own);
}

/// Distances are those to the thread's first value, which lies among the others: squares of the values themselves would lose
/// what is small beside the mean.
template <typename Value, int width>
__device__ void partial_moments(const PartialMoments& of) {
    const auto* x = static_cast<const Pack<Value, width>*>(of.x);
    const Share<width> share(of.rows);
    float first[width] = {}, sum[width] = {}, squares[width] = {};
    if (share.row < share.end) {
        const Pack<Value, width> pack = x[share.place(share.row)];
        for (int lane = 0; lane < width; ++lane) first[lane] = static_cast<float>(pack.values[lane]);
    }
    int count = 0;
#pragma unroll 4
    for (Index row = share.row; row < share.end; row += blockDim.y) {
        const Pack<Value, width> pack = x[share.place(row)];
        for (int lane = 0; lane < width; ++lane) {
            const float distance = static_cast<float>(pack.values[lane]) - first[lane];
            sum[lane] += distance;
            squares[lane] = fmaf(distance, distance, squares[lane]);
        }
        ++count;
    }
    for (int lane = 0; lane < width; ++lane) {
        Moments own = {};
        if (count > 0) {
            const double mean = static_cast<double>(sum[lane]) / count;
            own = {static_cast<double>(count), static_cast<double>(first[lane]) + mean, squares[lane] - sum[lane] * mean};
        }
        keep_part(share, lane, own, of.parts);
    }
}

__device__ inline void finish_moments(const FinishMoments& of) {
    const Moments all = sum_of_parts(of.parts, of.part_count);
    if (threadIdx.y != 0) return;
    const Index channel = blockIdx.x;
    const double variance = all.squares / all.count;
    const double unbiased = all.squares / (all.count > 1.0 ? all.count - 1.0 : 1.0);   // as PyTorch keeps it
    const auto moved = [&](float& running, double to) {
        running = static_cast<float>((1.0 - of.momentum) * running + of.momentum * to);
    };
    moved(of.running_mean[channel], all.mean);
    moved(of.running_var[channel], unbiased);
    const double inverse_deviation = 1.0 / sqrt(variance + of.epsilon);
    const double scale = (of.weight == nullptr ? 1.0 : of.weight[channel]) * inverse_deviation;
    of.mean[channel] = all.mean;
    of.inverse_deviation[channel] = inverse_deviation;
    of.scale[channel] = static_cast<float>(scale);
    of.shift[channel] = static_cast<float>((of.bias == nullptr ? 0.0 : of.bias[channel]) - all.mean * scale);
}

template <typename Value, int width>
__device__ void rectify(const Rectify& of) {
    const auto* __restrict__ x = static_cast<const Pack<Value, width>*>(of.x);
    auto* __restrict__ y = static_cast<Pack<Value, width>*>(of.y);
    const Share<width> share(of.rows);
    float scale[width], shift[width];
    take_channels(share, of.line.scale, scale);
    take_channels(share, of.line.shift, shift);
#pragma unroll 4
    for (Index row = share.row; row < share.end; row += blockDim.y) {
        Pack<Value, width> pack = x[share.place(row)];
        for (int lane = 0; lane < width; ++lane) {
            const float value = fmaf(scale[lane], static_cast<float>(pack.values[lane]), shift[lane]);
            pack.values[lane] = static_cast<Value>(value < 0.0F ? 0.0F : value);   // so written, NaN stays NaN
        }
        y[share.place(row)] = pack;
    }
}

/// The gradient where the rectifier was open: the same arithmetic as forward, so that both agree on where that is.
__device__ inline float passed(float gradient, float scale, float x, float shift) {
    return fmaf(scale, x, shift) > 0.0F ? gradient : 0.0F;
}

template <typename Value, int width>
__device__ void partial_gradients(const PartialGradients& of) {
    const auto* x = static_cast<const Pack<Value, width>*>(of.x);
    const auto* dy = static_cast<const Pack<Value, width>*>(of.dy);
    const Share<width> share(of.rows);
    float scale[width], shift[width], mean[width], sum[width] = {}, product[width] = {};
    take_channels(share, of.line.scale, scale);
    take_channels(share, of.line.shift, shift);
    take_channels(share, of.mean, mean);
#pragma unroll 4
    for (Index row = share.row; row < share.end; row += blockDim.y) {
        const Pack<Value, width> values = x[share.place(row)], gradients = dy[share.place(row)];
        for (int lane = 0; lane < width; ++lane) {
            const auto value = static_cast<float>(values.values[lane]);
            const float z = passed(static_cast<float>(gradients.values[lane]), scale[lane], value, shift[lane]);
            sum[lane] += z;
            product[lane] = fmaf(z, value - mean[lane], product[lane]);
        }
    }
    for (int lane = 0; lane < width; ++lane) {
        keep_part(share, lane, GradientSums{sum[lane], product[lane]}, of.parts);
    }
}

__device__ inline void finish_gradients(const FinishGradients& of) {
    const GradientSums all = sum_of_parts(of.parts, of.part_count);
    if (threadIdx.y != 0) return;
    const Index channel = blockIdx.x;
    const double scale = of.scale[channel], inverse_deviation = of.inverse_deviation[channel];
    const double slope = -scale * inverse_deviation * inverse_deviation * all.product / of.count;
    of.d_weight[channel] = static_cast<float>(all.product * inverse_deviation);
    of.d_bias[channel] = static_cast<float>(all.sum);
    of.slope[channel] = static_cast<float>(slope);
    of.offset[channel] = static_cast<float>(-scale * all.sum / of.count - slope * of.mean[channel]);
}

template <typename Value, int width>
__device__ void input_gradient(const InputGradient& of) {
    const auto* __restrict__ x = static_cast<const Pack<Value, width>*>(of.x);
    const auto* __restrict__ dy = static_cast<const Pack<Value, width>*>(of.dy);
    auto* __restrict__ dx = static_cast<Pack<Value, width>*>(of.dx);
    const Share<width> share(of.rows);
    float scale[width], shift[width], slope[width], offset[width];
    take_channels(share, of.line.scale, scale);
    take_channels(share, of.line.shift, shift);
    take_channels(share, of.added.scale, slope);
    take_channels(share, of.added.shift, offset);
#pragma unroll 4
    for (Index row = share.row; row < share.end; row += blockDim.y) {
        const Pack<Value, width> values = x[share.place(row)];
        Pack<Value, width> gradients = dy[share.place(row)];
        for (int lane = 0; lane < width; ++lane) {
            const auto value = static_cast<float>(values.values[lane]);
            const float z = passed(static_cast<float>(gradients.values[lane]), scale[lane], value, shift[lane]);
            gradients.values[lane] = static_cast<Value>(fmaf(scale[lane], z, fmaf(slope[lane], value, offset[lane])));
        }
        dx[share.place(row)] = gradients;
    }
}

}   // namespace overfit::device
