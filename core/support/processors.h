#pragma once

#include <filesystem>

namespace overfit {

/// Processors that this process may use: those it is allowed to run on, and no more than the share of time that its group
/// (version 2 of the kernel's interface) and those around it are given, rounded up. At least 1.
int usable_processors();

/// The same for other files of the kernel. allowed: processors it may run on; group: a text like /proc/self/cgroup;
/// groups: a folder like /sys/fs/cgroup.
int usable_processors(int allowed, const std::filesystem::path& group, const std::filesystem::path& groups);

}   // namespace overfit
