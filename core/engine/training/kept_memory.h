#pragma once

#include <string>

namespace overfit {

/// While one lives, memory that tensors free stays with the process: each training step needs the same amount again, and
/// pages that the system takes back it has to clear and map anew (MEASUREMENTS.md). When the last one goes, so does the
/// memory. glibc's own settings, for the whole process; outside the main thread they reach tensors of up to 64 MB. They are
/// left alone where the user has set them (GLIBC_TUNABLES, MALLOC_TRIM_THRESHOLD_ and its kind) or limits the address
/// space, of which they take more. Thread-safe; other threads may allocate meanwhile.
class KeptMemory {
public:
    KeptMemory();
    ~KeptMemory();   // on the thread that trained: the end of a thread's own heap goes at its own word only
    KeptMemory(const KeptMemory&) = delete;
    KeptMemory& operator=(const KeptMemory&) = delete;

    /// Why nothing is kept in this process; empty where it is.
    static std::string problem();
};

}   // namespace overfit
