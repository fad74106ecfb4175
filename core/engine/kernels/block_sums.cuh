#pragma once

// Sums over the threads of a block, always in the same order.

#include "core/engine/kernels/kernel_arguments.h"

namespace overfit::device {

/// Of both sets together (Chan, Golub, LeVeque 1983).
__device__ inline void merge(Moments& into, const Moments& other) {
    if (other.count == 0.0) return;
    const double together = into.count + other.count;
    const double distance = other.mean - into.mean;
    const double share = other.count / together;
    into.mean += distance * share;
    into.squares += other.squares + distance * distance * into.count * share;
    into.count = together;
}

__device__ inline void merge(GradientSums& into, const GradientSums& other) {
    into.sum += other.sum;
    into.product += other.product;
}

__device__ inline void merge(BatchTotals& into, const BatchTotals& other) {
    into.loss += other.loss;
    into.hits += other.hits;
}

__device__ inline void merge(float& into, const float& other) { into += other; }

/// All threads of the block come here. A thread's neighbours are `step` threads apart; `length` of them are merged, and each
/// is told the result.
template <typename Sums>
__device__ Sums merged(const Sums& own, unsigned step, unsigned length) {
    __shared__ Sums shared[most_threads];
    const unsigned thread = threadIdx.y * blockDim.x + threadIdx.x;
    const unsigned place = thread / step;
    shared[thread] = own;
    __syncthreads();
    for (unsigned left = length; left > 1;) {
        const unsigned half = (left + 1) / 2;
        if (place + half < left) merge(shared[thread], shared[thread + half * step]);
        __syncthreads();
        left = half;
    }
    const Sums result = shared[thread % step];
    __syncthreads();   // the next call writes there
    return result;
}

/// Over the threads below each other.
template <typename Sums>
__device__ Sums merged_column(const Sums& own) {
    return merged(own, blockDim.x, blockDim.y);
}

template <typename Sums>
__device__ Sums merged_block(const Sums& own) {
    return merged(own, 1U, blockDim.x * blockDim.y);
}

}   // namespace overfit::device
