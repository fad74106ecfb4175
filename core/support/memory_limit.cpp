#include "core/support/memory_limit.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace overfit {

namespace {

/// The number in a file of the kernel's; `otherwise` for "max" and where there is no such file.
std::uint64_t number_in(const std::string& file, std::uint64_t otherwise) {
    std::uint64_t number = 0;
    return std::ifstream(file) >> number ? number : otherwise;
}

/// The least limit of this process's group and those around it (version 2 of the kernel's interface).
std::uint64_t group_limit(std::uint64_t limit) {
    std::ifstream groups("/proc/self/cgroup");
    for (std::string line; std::getline(groups, line);) {
        if (!line.starts_with("0::/")) continue;
        for (std::string group = line.substr(3);; group.resize(group.rfind('/'))) {
            limit = std::min(limit, number_in("/sys/fs/cgroup" + group + "/memory.max", limit));
            if (group.find('/') == std::string::npos) break;
        }
    }
    return limit;
}

}   // namespace

std::uint64_t memory_limit() {
    std::uint64_t limit =
        static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGE_SIZE));
    limit = group_limit(limit);
    return std::min(limit, address_space_limit().value_or(limit));
}

std::optional<std::uint64_t> address_space_limit() {
    std::uint64_t limit = RLIM_INFINITY;
    for (const auto resource : {RLIMIT_AS, RLIMIT_DATA}) {
        rlimit allowed{};
        if (::getrlimit(resource, &allowed) == 0) limit = std::min<std::uint64_t>(limit, allowed.rlim_cur);
    }
    return limit == RLIM_INFINITY ? std::nullopt : std::optional(limit);
}

}   // namespace overfit
