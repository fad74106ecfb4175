#include "core/engine/training/own_stream.h"

#include <c10/core/impl/VirtualGuardImpl.h>

#include <algorithm>
#include <mutex>
#include <vector>

namespace overfit {

namespace {

/// Streams that runs have given back, of all devices.
struct FreeStreams {
    std::mutex mutex;
    std::vector<c10::Stream> streams;
};

FreeStreams& free_streams() {
    static FreeStreams streams;
    return streams;
}

c10::Stream take_stream(const torch::Device& device) {
    FreeStreams& free = free_streams();
    const std::scoped_lock lock(free.mutex);
    const auto found = std::ranges::find(free.streams, device, &c10::Stream::device);
    if (found == free.streams.end()) {
        return c10::impl::VirtualGuardImpl(device.type()).getStreamFromGlobalPool(device, /*isHighPriority=*/false);
    }
    const c10::Stream stream = *found;
    free.streams.erase(found);
    return stream;
}

}   // namespace

OwnStream::OwnStream(const torch::Device& device) {
    if (device.is_cuda()) guard_.emplace(take_stream(device));
}

OwnStream::~OwnStream() {
    if (!guard_) return;
    const c10::Stream stream = guard_->current_stream();
    guard_.reset();
    FreeStreams& free = free_streams();
    const std::scoped_lock lock(free.mutex);
    free.streams.push_back(stream);
}

}   // namespace overfit
