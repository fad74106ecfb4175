#include "core/engine/training/kept_memory.h"

#include <cstdlib>
#include <limits>
#include <malloc.h>

namespace overfit {

namespace {

constexpr int never = std::numeric_limits<int>::max();

/// Outside the main thread glibc has heaps of 64 MB. It unmaps the last one when that is free, unless the one before would
/// then have less than this left: more than a heap has, so never. In the main thread it is address space, not memory.
constexpr int two_heaps = 128 << 20;

/// What glibc starts with, and what its adjusting, which ends with the first call of mallopt, would have arrived at.
constexpr int usual_end = 128 << 10;
constexpr int largest_adjusted_block = 32 << 20;

}   // namespace

void keep_freed_memory() {
    ::mallopt(M_MMAP_THRESHOLD, never);
    ::mallopt(M_TRIM_THRESHOLD, never);
    ::mallopt(M_TOP_PAD, two_heaps);
}

void give_freed_memory_back() {
    ::mallopt(M_MMAP_THRESHOLD, largest_adjusted_block);
    ::mallopt(M_TRIM_THRESHOLD, 2 * largest_adjusted_block);
    ::mallopt(M_TOP_PAD, usual_end);
    ::malloc_trim(usual_end);
    // malloc_trim leaves the end of a thread's heap, which goes when the thread frees something large.
    constexpr std::size_t large = 1 << 20;
    ::operator delete(::operator new(large));
}

}   // namespace overfit
