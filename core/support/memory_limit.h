#pragma once

#include <cstdint>

namespace overfit {

/// The memory that this process may use, in bytes: the machine's, or less where a container (cgroup), a batch system or
/// `ulimit -v` and `-d` allow less.
std::uint64_t memory_limit();

}   // namespace overfit
