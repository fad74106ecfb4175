#pragma once

#include <c10/core/StreamGuard.h>
#include <torch/torch.h>

#include <optional>

namespace overfit {

/// A CUDA stream for the calling thread's operations, for as long as this lives: runs at the same time on one GPU do not
/// wait for each other, and what one of them records for replay is its own. The next run gets the stream of one that has
/// ended, and with it the memory that LibTorch keeps for it. LibTorch has 32 streams to lend on a device; while all of them
/// are in use, a run stays on the device's default stream, where nothing can be recorded and such runs wait for each other.
/// On a CPU it does nothing. Belongs to the thread that made it; thread-safe otherwise.
class OwnStream {
public:
    /// device: a certain one, "cuda:0" and not "cuda".
    explicit OwnStream(const torch::Device& device);
    ~OwnStream();
    OwnStream(const OwnStream&) = delete;
    OwnStream& operator=(const OwnStream&) = delete;

    /// Whether there is one; not on a CPU.
    bool exists() const { return guard_.has_value(); }

private:
    std::optional<c10::StreamGuard> guard_;
};

}   // namespace overfit
