#pragma once

#include <cstdint>
#include <optional>

namespace overfit {

/// The memory that this process may use, in bytes: the machine's, or less where a container (cgroup), a batch system or
/// `ulimit -v` and `-d` allow less.
std::uint64_t memory_limit();

/// What `ulimit -v` and `-d` leave of the address space, in bytes; nothing where neither is set.
std::optional<std::uint64_t> address_space_limit();

}   // namespace overfit
