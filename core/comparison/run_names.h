#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace overfit {

/// What the runs of these folders are called in a legend: the user's own name, else the run's; runs of one name with what
/// tells them apart, "true labels (seed 2)".
std::vector<std::string> names_told_apart(std::span<const std::filesystem::path> run_folders);

}   // namespace overfit
