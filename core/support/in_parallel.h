#pragma once

#include "core/support/processors.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace overfit {

/// Calls `work(index)` for every index below `count`, on up to `most_threads` threads (0: all processors that may be used),
/// and returns when all are done. The first exception ends it and is thrown on.
template <typename Work>
void in_parallel(std::size_t count, const Work& work, int most_threads = 0) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto loop = [&] {
        for (std::size_t index = next++; index < count; index = next++) {
            try {
                work(index);
            } catch (...) {
                const std::lock_guard lock(mutex);
                if (!failure) failure = std::current_exception();
                next = count;
            }
        }
    };
    {
        const auto most = static_cast<std::size_t>(most_threads > 0 ? most_threads : usable_processors());
        std::vector<std::jthread> others;
        for (std::size_t thread = 1; thread < std::min(most, count); ++thread) others.emplace_back(loop);
        loop();
    }
    if (failure) std::rethrow_exception(failure);
}

}   // namespace overfit
