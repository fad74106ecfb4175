#pragma once

// The kernels by the names under which they are started: <what>_<type of the activations><values read at once>, or <what>
// alone.

#ifdef __CUDACC_RTC__
#include "core/engine/kernels/device_numbers.cuh"
#endif
#include "core/engine/kernels/activation_kernels.cuh"
#include "core/engine/kernels/loss_kernels.cuh"

#define OVERFIT_KERNEL(name, Arguments, work)                                                                               \
    extern "C" __global__ void __launch_bounds__(overfit::device::most_threads) name(const overfit::device::Arguments of) { \
        overfit::device::work(of);                                                                                          \
    }

#define OVERFIT_ACTIVATION_KERNELS(type, Value, width)                                                      \
    OVERFIT_KERNEL(partial_moments_##type##width, PartialMoments, partial_moments<Value COMMA width>)       \
    OVERFIT_KERNEL(rectify_##type##width, Rectify, rectify<Value COMMA width>)                              \
    OVERFIT_KERNEL(partial_gradients_##type##width, PartialGradients, partial_gradients<Value COMMA width>) \
    OVERFIT_KERNEL(input_gradient_##type##width, InputGradient, input_gradient<Value COMMA width>)

#define COMMA ,
OVERFIT_ACTIVATION_KERNELS(float, float, 1)
OVERFIT_ACTIVATION_KERNELS(float, float, 4)
OVERFIT_ACTIVATION_KERNELS(half, overfit::device::Half, 1)
OVERFIT_ACTIVATION_KERNELS(half, overfit::device::Half, 8)
OVERFIT_ACTIVATION_KERNELS(bfloat, overfit::device::BFloat16, 1)
OVERFIT_ACTIVATION_KERNELS(bfloat, overfit::device::BFloat16, 8)
#undef COMMA

OVERFIT_KERNEL(finish_moments, FinishMoments, finish_moments)
OVERFIT_KERNEL(finish_gradients, FinishGradients, finish_gradients)
OVERFIT_KERNEL(cross_entropy, CrossEntropy, cross_entropy)
OVERFIT_KERNEL(finish_cross_entropy, FinishCrossEntropy, finish_cross_entropy)
OVERFIT_KERNEL(row_scores, RowScores, row_scores)
