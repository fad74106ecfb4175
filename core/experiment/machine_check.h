#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

enum class Health { Works, Missing, Broken };   // Missing: something cannot be done; Broken: nothing can be trained

/// "ok", "missing", "BROKEN".
std::string_view health_word(Health health);

/// One thing that training needs of this machine: what `overfit doctor` lists and the window copies for a bug report.
struct MachineCheck {
    Health health = Health::Works;
    std::string subject;   // "LibTorch", "cuda", "runs folder", the name of a data set
    std::string state;     // a version, a folder, a size, or what is wrong
    std::string remedy;    // what to do; empty where it works
};

/// LibTorch and the devices that it finds. Opens LibTorch at the first call, which takes half a second.
std::vector<MachineCheck> check_engine();

/// Makes the folder, writes and removes a small file: permissions alone do not tell (read-only file systems, quotas).
MachineCheck check_runs_folder(const std::filesystem::path& folder);

/// Which data sets are there. roots: as of data_roots().
std::vector<MachineCheck> check_data(std::span<const std::filesystem::path> roots);

}   // namespace overfit
