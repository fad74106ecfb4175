#include "core/support/processors.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sched.h>
#include <string>
#include <thread>

namespace overfit {

namespace {

/// "200000 100000": two processors' time; "max 100000" and no such file: no limit.
int limit_in(const std::filesystem::path& file, int otherwise) {
    double quota = 0.0, period = 0.0;
    if (!(std::ifstream(file) >> quota >> period) || period <= 0.0) return otherwise;
    return std::min(otherwise, static_cast<int>(std::ceil(quota / period)));
}

}   // namespace

int usable_processors(int allowed, const std::filesystem::path& group, const std::filesystem::path& groups) {
    int most = allowed;
    std::ifstream lines(group);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("0::/")) continue;
        for (std::string name = line.substr(3);; name.resize(name.rfind('/'))) {
            most = limit_in(groups.string() + name + "/cpu.max", most);
            if (name.find('/') == std::string::npos) break;
        }
    }
    return std::max(1, most);
}

int usable_processors() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    const bool known = ::sched_getaffinity(0, sizeof(allowed), &allowed) == 0;   // not beyond CPU_SETSIZE processors
    const int count = known ? CPU_COUNT(&allowed) : static_cast<int>(std::thread::hardware_concurrency());
    return usable_processors(count, "/proc/self/cgroup", "/sys/fs/cgroup");
}

}   // namespace overfit
