#pragma once

#include <c10/core/StreamGuard.h>
#include <torch/torch.h>

#include <optional>

namespace overfit {

/// A CUDA stream for the calling thread's operations, for as long as this lives: runs at the same time on one GPU do not
/// wait for each other. The next run gets the stream of one that has ended, and with it the memory that LibTorch keeps for
/// it. On a CPU it does nothing. Belongs to the thread that made it; thread-safe otherwise.
class OwnStream {
public:
    /// device: a certain one, "cuda:0" and not "cuda".
    explicit OwnStream(const torch::Device& device);
    ~OwnStream();
    OwnStream(const OwnStream&) = delete;
    OwnStream& operator=(const OwnStream&) = delete;

private:
    std::optional<c10::StreamGuard> guard_;
};

}   // namespace overfit
