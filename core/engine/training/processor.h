#pragma once

#include <cstdint>
#include <string>

namespace overfit {

/// As the system calls the processor; "CPU" where it does not say.
std::string processor_name();

/// Bytes of main memory.
std::int64_t main_memory();

/// Physical cores that this process may run on (its affinity mask), hyper-threads counted once: what `threads: auto`
/// becomes.
int physical_cores();

}   // namespace overfit
