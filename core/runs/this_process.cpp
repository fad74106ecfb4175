#include "core/runs/this_process.h"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace overfit {

std::string host_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "unknown";
    return name.data();
}

std::string boot_id() {
    std::ifstream stream("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(stream, id);
    return id;
}

std::int64_t process_id() { return ::getpid(); }

std::uint64_t process_start_time(std::int64_t pid) {
    std::ifstream stream(fmt::format("/proc/{}/stat", pid));
    std::string line;
    std::getline(stream, line);
    // "<pid> (<name>) S ...": the name may hold blanks and brackets, so count from its end; the start time is field 22.
    const std::size_t name_end = line.rfind(')');
    if (name_end == std::string::npos) return 0;
    std::istringstream fields(line.substr(name_end + 1));
    std::string skipped;
    for (int field = 3; field < 22; ++field) fields >> skipped;
    if (skipped.empty()) return 0;
    std::uint64_t ticks = 0;
    fields >> ticks;
    return ticks;
}

}   // namespace overfit
