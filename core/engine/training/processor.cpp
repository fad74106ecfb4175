#include "core/engine/training/processor.h"

#include "core/support/processors.h"

#include <algorithm>
#include <fstream>
#include <sched.h>
#include <set>
#include <sstream>
#include <unistd.h>
#include <utility>

namespace overfit {

namespace {

int number_in(const std::string& file, int otherwise) {
    std::ifstream stream(file);
    int value = otherwise;
    return stream >> value ? value : otherwise;
}

}   // namespace

std::string processor_name() {
    std::ifstream stream("/proc/cpuinfo");
    for (std::string line; std::getline(stream, line);) {
        const auto colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
    }
    return "CPU";
}

bool names_bf16_instructions(std::istream& cpuinfo) {
    for (std::string line; std::getline(cpuinfo, line);) {
        if (!line.starts_with("flags") && !line.starts_with("Features")) continue;   // x86, ARM
        std::istringstream flags(line);
        for (std::string flag; flags >> flag;) {
            if (flag == "avx512_bf16" || flag == "amx_bf16" || flag == "bf16") return true;
        }
        return false;   // a line a processor, all alike
    }
    return false;
}

bool has_bf16_instructions() {
    std::ifstream stream("/proc/cpuinfo");
    return names_bf16_instructions(stream);
}

std::int64_t main_memory() { return std::int64_t{::sysconf(_SC_PHYS_PAGES)} * ::sysconf(_SC_PAGESIZE); }

int physical_cores() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (::sched_getaffinity(0, sizeof(allowed), &allowed) != 0) return usable_processors();
    std::set<std::pair<int, int>> cores;   // (socket, core); a CPU without topology counts for itself
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (!CPU_ISSET(cpu, &allowed)) continue;
        const std::string topology = "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
        cores.emplace(number_in(topology + "physical_package_id", -1), number_in(topology + "core_id", cpu));
    }
    return std::clamp(static_cast<int>(cores.size()), 1, usable_processors());
}

}   // namespace overfit
