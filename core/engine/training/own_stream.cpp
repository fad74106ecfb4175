#include "core/engine/training/own_stream.h"

#include <c10/core/impl/VirtualGuardImpl.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <vector>

namespace overfit {

namespace {

constexpr int streams_of_a_device = 32;   // of LibTorch's pool, which then hands out the first one again

/// Nothing else in this process takes streams from LibTorch's pool, so that what is counted here is all that is in use.
struct Streams {
    std::mutex mutex;
    std::map<c10::DeviceIndex, int> drawn;   // of the pool
    std::vector<c10::Stream> given_back;     // by runs, of all devices
};

Streams& streams() {
    static Streams all;
    return all;
}

std::optional<c10::Stream> take_stream(const torch::Device& device) {
    const std::scoped_lock lock(streams().mutex);
    std::vector<c10::Stream>& free = streams().given_back;
    if (const auto found = std::ranges::find(free, device, &c10::Stream::device); found != free.end()) {
        const c10::Stream stream = *found;
        free.erase(found);
        return stream;
    }
    int& drawn = streams().drawn[device.index()];
    if (drawn == streams_of_a_device) return std::nullopt;
    const c10::Stream stream =
        c10::impl::VirtualGuardImpl(device.type()).getStreamFromGlobalPool(device, /*isHighPriority=*/false);
    ++drawn;
    return stream;
}

}   // namespace

OwnStream::OwnStream(const torch::Device& device) {
    if (!device.is_cuda()) return;
    if (const auto stream = take_stream(device)) guard_.emplace(*stream);
}

OwnStream::~OwnStream() {
    if (!guard_) return;
    const c10::Stream stream = guard_->current_stream();
    guard_.reset();
    const std::scoped_lock lock(streams().mutex);
    streams().given_back.push_back(stream);
}

}   // namespace overfit
