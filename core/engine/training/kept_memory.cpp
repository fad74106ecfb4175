#include "core/engine/training/kept_memory.h"

#include "core/support/memory_limit.h"

#include <cstdlib>
#include <malloc.h>
#include <mutex>
#include <new>
#include <string_view>

namespace overfit {

namespace {

constexpr int never = -1;

/// Of one thread other than the main one; it has as many as it needs. glibc unmaps the last one when that is free, unless
/// the one before would then have less than M_TOP_PAD left: with this, never. In the main thread it is address space.
constexpr int heap_size = 64 << 20;

/// What glibc starts with, and what its adjusting, which ends with the first call of mallopt, would have arrived at.
constexpr int usual_pad = 128 << 10;
constexpr int largest_adjusted_block = 32 << 20;

/// The variable by which the user has set malloc; empty: none.
std::string variable_of_malloc() {
    const char* tunables = std::getenv("GLIBC_TUNABLES");
    if (tunables != nullptr && std::string_view(tunables).find("glibc.malloc") != std::string_view::npos)
        return "GLIBC_TUNABLES";
    for (const char* name : {"MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TOP_PAD_"}) {
        if (std::getenv(name) != nullptr) return name;
    }
    return "";
}

std::string why_not() {
    const std::string variable = variable_of_malloc();
    if (!variable.empty()) return variable + " is set";
    return address_space_limit() ? "the address space is limited (ulimit -v, -d)" : "";
}

void keep_freed_memory() {
    ::mallopt(M_MMAP_THRESHOLD, largest_adjusted_block);   // the most that glibc before 2.35 takes
    ::mallopt(M_MMAP_THRESHOLD, never);
    ::mallopt(M_TRIM_THRESHOLD, never);
    ::mallopt(M_TOP_PAD, heap_size);
}

/// malloc_trim leaves the end of a thread's heap, which goes when that thread frees something large.
void give_back_own_end() {
    constexpr std::size_t large = 1 << 20;
    ::operator delete(::operator new(large, std::nothrow));
}

void give_freed_memory_back() {
    ::mallopt(M_MMAP_THRESHOLD, largest_adjusted_block);
    ::mallopt(M_TOP_PAD, usual_pad);
    ::mallopt(M_TRIM_THRESHOLD, 0);
    ::malloc_trim(usual_pad);
    give_back_own_end();
    ::mallopt(M_TRIM_THRESHOLD, 2 * largest_adjusted_block);
}

struct Holders {
    std::mutex mutex;
    int count = 0;
    const std::string problem = why_not();   // asked once: what began must end the same way
};

Holders& holders() {
    static Holders holders;
    return holders;
}

}   // namespace

KeptMemory::KeptMemory() {
    Holders& all = holders();
    const std::scoped_lock lock(all.mutex);
    if (++all.count == 1 && all.problem.empty()) keep_freed_memory();
}

KeptMemory::~KeptMemory() {
    Holders& all = holders();
    const std::scoped_lock lock(all.mutex);
    if (--all.count == 0 && all.problem.empty()) give_freed_memory_back();
}

std::string KeptMemory::problem() {
    const std::string& problem = holders().problem;
    return problem.empty() ? "" : "memory that a step frees goes back to the system, which may cost time: " + problem;
}

}   // namespace overfit
