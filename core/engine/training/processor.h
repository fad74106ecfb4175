#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

namespace overfit {

/// As the system calls the processor; "CPU" where it does not say.
std::string processor_name();

/// Whether a text like /proc/cpuinfo names instructions for products of bf16 numbers. Reads up to the first processor's.
bool names_bf16_instructions(std::istream& cpuinfo);

/// Of this machine's processor. Without them bf16 is emulated, many times slower than fp32.
bool has_bf16_instructions();

/// Bytes of main memory.
std::int64_t main_memory();

/// Physical cores that this process may run on (its affinity mask), hyper-threads counted once: what `threads: auto`
/// becomes.
int physical_cores();

}   // namespace overfit
