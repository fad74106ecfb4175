// CUDA graphs. This file and cuda_kernels.cpp are liboverfit_cuda.so: no other sees CUDA's headers.

#include "core/engine/cuda/cuda_entry.h"

#include <ATen/core/CachingHostAllocator.h>
#include <ATen/cuda/CUDAGeneratorImpl.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include <exception>
#include <memory>
#include <mutex>
#include <utility>

namespace overfit {

namespace {

constexpr int warm_up_runs = 3;   // PyTorch's own advice: libraries have chosen by then, also where they compare algorithms

/// One capture at a time in a process, since each one exchanges the state of LibTorch's default generator.
std::mutex& capture_mutex() {
    static std::mutex mutex;
    return mutex;
}

/// A state that nobody else has.
void renew_state(at::Generator generator) {
    generator.graphsafe_set_state(at::cuda::detail::createCUDAGenerator(generator.device().index()));
}

/// Does `work` and forgets its errors: after a failure there is nothing more to tell.
template <typename Work>
bool succeeds(const Work& work) {
    try {
        work();
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

class CudaGraphWork : public RecordedWork {
public:
    explicit CudaGraphWork(std::unique_ptr<at::cuda::CUDAGraph> graph) : graph_(std::move(graph)) {}

    void replay() override { graph_->replay(); }   // on the caller's stream

private:
    std::unique_ptr<at::cuda::CUDAGraph> graph_;
};

/// Records on the caller's stream, which must not be the default one: see OwnStream.
class CudaGraphRecorder : public WorkRecorder {
public:
    explicit CudaGraphRecorder(int device)
        : device_(static_cast<c10::DeviceIndex>(device)), pool_(at::cuda::graph_pool_handle()) {}

    std::unique_ptr<RecordedWork> record(const std::function<void()>& work,
                                         const std::vector<at::Generator>& generators) override {
        const c10::cuda::CUDAStream stream = c10::cuda::getCurrentCUDAStream(device_);
        TORCH_CHECK(stream != c10::cuda::getDefaultCUDAStream(device_),
                    "all streams of the device are in use by other runs");
        const std::scoped_lock lock(capture_mutex());
        const c10::cuda::CUDAGuard device(device_);
        try {
            for (int run = 0; run < warm_up_runs; ++run) work();
            stream.synchronize();
            c10::cuda::CUDACachingAllocator::emptyCache();   // the recording cannot use what the warm-up has left there
            std::unique_ptr<at::cuda::CUDAGraph> graph = capture(work, generators);
            stream.synchronize();
            return std::make_unique<CudaGraphWork>(std::move(graph));
        } catch (...) {
            succeeds([&] { stream.synchronize(); });
            throw;
        }
    }

    void release_memory() override {
        const std::scoped_lock lock(capture_mutex());
        c10::cuda::CUDACachingAllocator::emptyCache();
    }

private:
    std::unique_ptr<at::cuda::CUDAGraph> capture(const std::function<void()>& work,
                                                 const std::vector<at::Generator>& generators) {
        auto graph = std::make_unique<at::cuda::CUDAGraph>();
        // LibTorch registers its default generator with every graph, though nobody draws from it here. No graph that knows a
        // state can be replayed while a capture uses it, so each graph gets one of its own: other runs go on replaying.
        const at::Generator default_generator = at::cuda::detail::getDefaultCUDAGenerator(device_);
        renew_state(default_generator);
        for (const at::Generator& generator : generators) graph->register_generator_state(generator);
        try {
            // Other threads, whose runs go on meanwhile, may do what a capture forbids.
            graph->capture_begin(pool_, cudaStreamCaptureModeThreadLocal);
            work();
            graph->capture_end();
        } catch (...) {
            abandon(*graph);
            for (const at::Generator& generator : generators) renew_state(generator);
            renew_state(default_generator);
            throw;
        }
        return graph;
    }

    /// Ends a capture that failed midway. LibTorch leaves the stream and both allocators in the middle of it.
    void abandon(at::cuda::CUDAGraph& graph) {
        at::HostAllocator& host = *at::getHostAllocator(at::kCUDA);
        succeeds([&] { graph.capture_end(); });
        succeeds([&] { c10::cuda::CUDACachingAllocator::endAllocateToPool(device_, pool_); });
        succeeds([&] { host.end_allocate_to_pool(pool_); });
        // A graph releases its share of both pools itself once its capture has ended, and only then does it tell the pool.
        if (!succeeds([&] { graph.pool(); })) {
            succeeds([&] { c10::cuda::CUDACachingAllocator::releasePool(device_, pool_); });
            succeeds([&] { host.release_pool(pool_); });
        }
        cudaGetLastError();   // what failed is told by the exception: later calls must not find it again
    }

    const c10::DeviceIndex device_;
    const c10::MempoolId_t pool_;
};

}   // namespace

}   // namespace overfit

extern "C" __attribute__((visibility("default"))) overfit::WorkRecorder* overfit_make_cuda_recorder(int device) {
    return new overfit::CudaGraphRecorder(device);
}
