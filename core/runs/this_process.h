#pragma once

#include <cstdint>
#include <string>

namespace overfit {

/// "node17", or "unknown".
std::string host_name();

/// Differs after every start of the machine; empty where the system does not tell.
std::string boot_id();

std::int64_t process_id();

/// When the process began, in clock ticks since the machine's start: with boot id and pid it names one process for ever,
/// also after its pid was given to another. 0 when there is no such process.
std::uint64_t process_start_time(std::int64_t pid);

}   // namespace overfit
