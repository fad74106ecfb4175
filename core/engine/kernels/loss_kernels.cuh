#pragma once

// Cross-entropy of rows of logits. The threads below each other (y) share a row's classes; beside each other (x) lie rows.

#include "core/engine/kernels/block_sums.cuh"

namespace overfit::device {

/// A row's largest logit and its class, the first of equal ones. NaN counts as the largest, as in LibTorch's argmax.
struct Largest {
    float value;
    Index place;
};

__device__ inline void merge(Largest& into, const Largest& other) {
    const bool is_nan = into.value != into.value, other_is_nan = other.value != other.value;
    const bool equal = into.value == other.value || (is_nan && other_is_nan);
    const bool better = equal ? other.place < into.place : other_is_nan || other.value > into.value;
    if (better) into = other;
}

/// One row. Threads without one take part all the same: the others wait for them.
struct Row {
    const float* logits;
    Index classes;   // 0 without a row
    Largest largest;
    float sum;   // of exp(logit - largest)

    __device__ Row(const Logits& all, Index row)
        : logits(all.values + row * all.classes), classes(row < all.rows ? all.classes : 0) {
        Largest own = {-INFINITY, classes};
        for (Index of = threadIdx.y; of < classes; of += blockDim.y) merge(own, Largest{logits[of], of});
        largest = merged_column(own);
        float part = 0.0F;
        for (Index of = threadIdx.y; of < classes; of += blockDim.y) part += exponential(of);
        sum = merged_column(part);
    }

    __device__ bool is_there() const { return classes > 0; }
    __device__ float exponential(Index of) const { return expf(logits[of] - largest.value); }
    /// -log p of a class; NaN for what is none.
    __device__ float loss(Index label) const {
        if (label < 0 || label >= classes) return NAN;
        return logf(sum) - (logits[label] - largest.value);
    }
};

__device__ inline void write_mean(const BatchTotals& all, Index rows, float* loss, double* entry) {
    const auto mean = static_cast<float>(all.loss / static_cast<double>(rows));
    *loss = mean;
    entry[0] = mean;
    entry[1] = all.hits;
}

__device__ inline void cross_entropy(const CrossEntropy& of) {
    BatchTotals own = {};
    const Index step = static_cast<Index>(gridDim.x) * blockDim.x;
    for (Index first = static_cast<Index>(blockIdx.x) * blockDim.x; first < of.logits.rows; first += step) {
        const Index place = first + threadIdx.x;
        const Row row(of.logits, place);
        if (!row.is_there()) continue;
        const Index label = of.labels[place];
        const float share = 1.0F / static_cast<float>(of.logits.rows);
        for (Index c = threadIdx.y; c < row.classes; c += blockDim.y) {
            const float probability = row.exponential(c) / row.sum;
            of.gradient[place * row.classes + c] = (probability - (c == label ? 1.0F : 0.0F)) * share;
        }
        if (threadIdx.y == 0) merge(own, BatchTotals{row.loss(label), row.largest.place == label ? 1.0 : 0.0});
    }
    const BatchTotals all = merged_block(own);
    if (threadIdx.x != 0 || threadIdx.y != 0) return;
    if (gridDim.x == 1) {
        write_mean(all, of.logits.rows, of.loss, of.entry);
    } else {
        of.parts[blockIdx.x] = all;
    }
}

__device__ inline void finish_cross_entropy(const FinishCrossEntropy& of) {
    BatchTotals own = {};
    for (Index part = threadIdx.y; part < of.part_count; part += blockDim.y) merge(own, of.parts[part]);
    const BatchTotals all = merged_column(own);
    if (threadIdx.y == 0) write_mean(all, of.rows, of.loss, of.entry);
}

__device__ inline void row_scores(const RowScores& of) {
    const Index place = static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x;
    const Row row(of.logits, place);
    if (!row.is_there() || threadIdx.y != 0) return;
    of.predicted[place] = row.largest.place;
    of.given_loss[place] = row.loss(of.given[place]);
    of.true_loss[place] = row.loss(of.truth[place]);
}

}   // namespace overfit::device
