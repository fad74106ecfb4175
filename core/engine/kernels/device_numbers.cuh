#pragma once

// What CUDA's headers, which need not be there, would give the device's compiler. bfloat16: compute capability 8.0.

#define INFINITY __int_as_float(0x7f800000)
#define NAN __int_as_float(0x7fffffff)

namespace overfit::device {

struct Half {
    unsigned short bits;

    Half() = default;
    __device__ explicit Half(float value) { asm("cvt.rn.f16.f32 %0, %1;" : "=h"(bits) : "f"(value)); }
    __device__ explicit operator float() const {
        float value;
        asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(bits));
        return value;
    }
};

struct BFloat16 {
    unsigned short bits;

    BFloat16() = default;
    __device__ explicit BFloat16(float value) { asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(bits) : "f"(value)); }
    __device__ explicit operator float() const { return __uint_as_float(static_cast<unsigned>(bits) << 16); }
};

}   // namespace overfit::device
