#pragma once

// The kernels' own source, compiled for the CPU: what CUDA's language adds is put in its place here, and a launcher runs the
// threads of a block in turns. Included by one file of a program.

#include "core/engine/kernels/kernel_launcher.h"

#include <cmath>
#include <functional>
#include <map>
#include <stdexcept>
#include <ucontext.h>
#include <vector>

namespace overfit::device {
using Half = at::Half;
using BFloat16 = at::BFloat16;
}   // namespace overfit::device

namespace overfit::emulated {

struct Coordinates {
    unsigned x = 0, y = 0;
};

inline Coordinates threadIdx, blockIdx, blockDim, gridDim;

/// One block: each thread has a stack of its own and runs until it meets a barrier or its end.
class Block {
public:
    enum class Order { Forward, Backward };   // of the threads: who misses a barrier reads other numbers in one of both

    Block(const std::function<void()>& work, Order order) : work_(work), order_(order) {
        for (unsigned y = 0; y < blockDim.y; ++y) {
            for (unsigned x = 0; x < blockDim.x; ++x) threads_.push_back({.place = {x, y}});
        }
    }

    void run() {
        running_ = this;
        prepare();
        while (true) {
            std::size_t ended = 0;
            for (std::size_t turn = 0; turn < threads_.size(); ++turn) {
                Thread& thread = threads_[order_ == Order::Forward ? turn : threads_.size() - 1 - turn];
                resume(thread);
                if (thread.ended) ++ended;
            }
            if (ended == threads_.size()) return;
            if (ended != 0) throw std::logic_error("some threads of a block ended where others wait for them");
        }
    }

    static void meet() { ::swapcontext(&running_->current_->context, &running_->scheduler_); }

private:
    struct Thread {
        Coordinates place;
        ucontext_t context = {};
        bool ended = false;
    };

    void prepare() {
        constexpr std::size_t stack_bytes = 1 << 15;
        static std::vector<char> stacks;
        if (stacks.size() < threads_.size() * stack_bytes) stacks.resize(threads_.size() * stack_bytes);
        for (std::size_t place = 0; place < threads_.size(); ++place) {
            ucontext_t& context = threads_[place].context;
            ::getcontext(&context);
            context.uc_stack.ss_sp = stacks.data() + place * stack_bytes;
            context.uc_stack.ss_size = stack_bytes;
            context.uc_link = &scheduler_;
            ::makecontext(&context, &Block::begin, 0);
        }
    }

    void resume(Thread& thread) {
        if (thread.ended) return;
        current_ = &thread;
        threadIdx = thread.place;
        ::swapcontext(&scheduler_, &thread.context);
    }

    static void begin() {
        running_->work_();
        running_->current_->ended = true;
    }

    static inline Block* running_ = nullptr;
    const std::function<void()>& work_;
    Order order_;
    std::vector<Thread> threads_;
    Thread* current_ = nullptr;
    ucontext_t scheduler_ = {};
};

using Kernel = std::function<void(const void* arguments)>;

inline std::map<std::string, Kernel>& kernels() {
    static std::map<std::string, Kernel> table;
    return table;
}

template <typename Arguments>
bool add_kernel(const char* name, void (*kernel)(Arguments)) {
    kernels()[name] = [kernel](const void* arguments) { kernel(*static_cast<const Arguments*>(arguments)); };
    return true;
}

/// Runs kernels on the CPU's tensors, block after block.
class GridEmulator : public KernelLauncher {
public:
    explicit GridEmulator(Block::Order order = Block::Order::Forward) : order_(order) {}

    torch::Device device() const override { return torch::kCPU; }

    void launch(const std::string& kernel, const LaunchShape& shape, const void* arguments) override {
        const auto found = kernels().find(kernel);
        TORCH_CHECK(found != kernels().end(), "there is no kernel ", kernel);
        TORCH_CHECK(shape.threads_x * shape.threads_y <= 512 && shape.blocks_y <= 65535, "a grid that no GPU takes");
        launched.push_back(kernel);
        const std::function<void()> work = [&] { found->second(arguments); };
        blockDim = {static_cast<unsigned>(shape.threads_x), static_cast<unsigned>(shape.threads_y)};
        gridDim = {static_cast<unsigned>(shape.blocks_x), static_cast<unsigned>(shape.blocks_y)};
        for (unsigned y = 0; y < gridDim.y; ++y) {
            for (unsigned x = 0; x < gridDim.x; ++x) {
                blockIdx = {x, y};
                Block(work, order_).run();
            }
        }
    }

    std::vector<std::string> launched;

private:
    Block::Order order_;
};

}   // namespace overfit::emulated

#define __device__
#define __global__
#define __shared__ static
#define __launch_bounds__(threads)
#define __syncthreads() overfit::emulated::Block::meet()

using overfit::emulated::blockDim;
using overfit::emulated::blockIdx;
using overfit::emulated::gridDim;
using overfit::emulated::threadIdx;

#include "core/engine/kernels/all_kernels.cuh"

namespace overfit::emulated {

#define OVERFIT_ADD(name) [[maybe_unused]] inline const bool added_##name = add_kernel(#name, &::name);
#define OVERFIT_ADD_ACTIVATION_KERNELS(suffix) \
    OVERFIT_ADD(partial_moments_##suffix)      \
    OVERFIT_ADD(rectify_##suffix)              \
    OVERFIT_ADD(partial_gradients_##suffix)    \
    OVERFIT_ADD(input_gradient_##suffix)
OVERFIT_ADD_ACTIVATION_KERNELS(float1)
OVERFIT_ADD_ACTIVATION_KERNELS(float4)
OVERFIT_ADD_ACTIVATION_KERNELS(half1)
OVERFIT_ADD_ACTIVATION_KERNELS(half8)
OVERFIT_ADD_ACTIVATION_KERNELS(bfloat1)
OVERFIT_ADD_ACTIVATION_KERNELS(bfloat8)
OVERFIT_ADD(finish_moments)
OVERFIT_ADD(finish_gradients)
OVERFIT_ADD(cross_entropy)
OVERFIT_ADD(finish_cross_entropy)
OVERFIT_ADD(row_scores)
#undef OVERFIT_ADD_ACTIVATION_KERNELS
#undef OVERFIT_ADD

}   // namespace overfit::emulated
