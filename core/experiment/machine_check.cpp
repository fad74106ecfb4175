#include "core/experiment/machine_check.h"

#include "core/config/dataset_facts.h"
#include "core/data/dataset_table.h"
#include "core/experiment/engine.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <fmt/format.h>
#include <unistd.h>

namespace overfit {

namespace {

namespace fs = std::filesystem;

std::string gigabytes(std::uintmax_t bytes) { return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9); }

}   // namespace

std::string_view health_word(Health health) {
    switch (health) {
        case Health::Works: return "ok";
        case Health::Missing: return "missing";
        case Health::Broken: return "BROKEN";
    }
    return "";
}

std::vector<MachineCheck> check_engine() {
    std::vector<MachineCheck> checks;
    try {
        const EngineInfo info = engine().info();
        checks.push_back({Health::Works, "LibTorch", info.libtorch_version + " in " + info.libtorch_folder.string(), ""});
        for (const DeviceInfo& device : info.devices) {
            std::string state = device.name;
            if (device.device == "cpu")
                state += fmt::format(", {} {}", info.threads, info.threads == 1 ? "thread" : "threads");
            if (device.memory_bytes > 0) state += ", " + gigabytes(static_cast<std::uintmax_t>(device.memory_bytes));
            checks.push_back({Health::Works, device.device, state, ""});
            if (device.emulates_bf16) {
                checks.push_back({Health::Missing, "bf16", "no instructions of " + device.device + " for it",
                                  "precision bf16 would be many times slower there; auto and fp32 are not concerned"});
            }
        }
        if (!info.cuda_problem.empty()) {
            checks.push_back({Health::Missing, "cuda", info.cuda_problem, "training runs on the CPU meanwhile"});
        }
    } catch (const Error& error) {
        const auto& parts = error.parts();
        checks.push_back({Health::Broken, "LibTorch",
                          parts.where.empty() ? parts.problem : parts.where + ": " + parts.problem, parts.remedy});
    }
    return checks;
}

MachineCheck check_runs_folder(const fs::path& folder) {
    const fs::path probe = folder / fmt::format(".overfit-doctor-{}", getpid());
    try {
        fs::create_directories(folder);
        atomic_write(probe, "can this be written?");
        fs::remove(probe);
        return {Health::Works, "runs folder",
                fmt::format("{}, {} free", folder.string(), gigabytes(fs::space(folder).available)), ""};
    } catch (const std::exception& error) {
        return {Health::Broken, "runs folder", error.what(),
                "name one that can be written: --runs-dir DIR or OVERFIT_RUNS_DIR"};
    }
}

std::vector<MachineCheck> check_data(std::span<const fs::path> roots) {
    std::vector<MachineCheck> checks;
    std::vector<std::string> missing;
    for (const DatasetFacts& facts : dataset_facts()) {
        const DatasetPresence presence = locate_dataset(facts.name, roots);
        if (presence.present) {
            checks.push_back({Health::Works, std::string(facts.name),
                              presence.folder.empty() ? "built in" : presence.folder.string(), ""});
        } else {
            missing.emplace_back(facts.name);
        }
    }
    if (!missing.empty()) {
        checks.push_back({Health::Missing, "other data", join(missing),
                          "overfit data fetch NAME gets one; overfit data list tells sizes and sources"});
    }
    return checks;
}

}   // namespace overfit
