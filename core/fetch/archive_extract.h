#pragma once

#include "core/data/dataset_source.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>

namespace overfit {

/// Takes the members that a data set needs out of `archive` (tar or zip, packed by gzip or xz, or not) into the new folder
/// `target`. Only regular files of the expected names are written; everything else stays where it is. on_bytes: unpacked so
/// far. False when it was stopped. Throws Error for a damaged archive, a member that is missing, comes twice, or is no
/// regular file, for more bytes than `members.most_bytes`, and for a full disk.
bool extract_members(const std::filesystem::path& archive, const ArchiveMembers& members,
                     const std::filesystem::path& target, const std::function<void(std::uint64_t)>& on_bytes,
                     const std::stop_token& stop);

/// Whether the path of a member, behind `strip`, fits `pattern`; a `*` stands for one or more of A-Z a-z 0-9 _ - .
bool fits_pattern(std::string_view path, std::string_view pattern);

}   // namespace overfit
