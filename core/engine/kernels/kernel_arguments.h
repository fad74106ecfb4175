#pragma once

// What each kernel is given, by value: read by the host's compiler and by the device's, so there is nothing of either in it.

namespace overfit::device {

using Index = long;   // 64 bits on both sides

constexpr int most_threads = 512;   // of a block

/// Count, mean and sum of squared distances to it.
struct Moments {
    double count, mean, squares;
};

/// Of the gradients z that the rectifier lets through: their sum, and that of z (x - mean).
struct GradientSums {
    double sum, product;
};

/// Of some rows of a batch: the sum of their losses, and how many of them are right.
struct BatchTotals {
    double loss, hits;
};

/// Activations in channels_last order: pixels below each other, the channels of one beside each other. Divided into blocks
/// of rows, one after another.
struct Rows {
    Index rows, rows_a_block;
    Index channels;
};

/// y = scale * x + shift, an entry a channel.
struct Line {
    const float *scale, *shift;
};

struct PartialMoments {
    Rows rows;
    const void* x;
    Moments* parts;   // channels x blocks of rows
};

/// weight, bias: null stands for 1 and 0.
struct FinishMoments {
    const Moments* parts;   // channels x part_count
    Index part_count;
    const float *weight, *bias;
    float *running_mean, *running_var;
    double momentum, epsilon;
    double *mean, *inverse_deviation;
    float *scale, *shift;
};

struct Rectify {
    Rows rows;
    Line line;
    const void* x;
    void* y;
};

struct PartialGradients {
    Rows rows;
    Line line;
    const void *x, *dy;
    const double* mean;
    GradientSums* parts;   // channels x blocks of rows
};

struct FinishGradients {
    const GradientSums* parts;   // channels x part_count
    Index part_count;
    double count;   // rows
    const double *mean, *inverse_deviation;
    const float* scale;
    float *d_weight, *d_bias;
    float *slope, *offset;   // of the line in x that is added to scale z
};

struct InputGradient {
    Rows rows;
    Line line, added;
    const void *x, *dy;
    void* dx;
};

/// A batch of logits, rows x classes.
struct Logits {
    const float* values;
    Index rows, classes;
};

struct CrossEntropy {
    Logits logits;
    const Index* labels;
    float* gradient;      // of the mean loss, rows x classes
    BatchTotals* parts;   // one a block; unused by a single one
    float* loss;          // mean of the batch
    double* entry;        // loss, hits
};

struct FinishCrossEntropy {
    const BatchTotals* parts;
    Index part_count, rows;
    float* loss;
    double* entry;
};

struct RowScores {
    Logits logits;
    const Index *given, *truth;
    Index* predicted;
    float *given_loss, *true_loss;
};

static_assert(sizeof(Index) == 8 && sizeof(FinishMoments) == 96 && sizeof(InputGradient) == 80 &&
              sizeof(CrossEntropy) == 64);

}   // namespace overfit::device
