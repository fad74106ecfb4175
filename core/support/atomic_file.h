#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace overfit {

/// Replaces `file` as a whole or not at all: a temporary file in the same folder, written in a loop until every byte is
/// out, fsync, rename, fsync of the folder. After a crash or on a full disk the earlier content is still there.
/// Throws Error (path, what the system said, what to do).
void atomic_write(const std::filesystem::path& file, std::span<const std::byte> content);
void atomic_write(const std::filesystem::path& file, std::string_view content);

/// The whole file. Throws Error when it cannot be read or has more than `limit` bytes.
std::string read_file(const std::filesystem::path& file, std::size_t limit = std::size_t{1} << 30);

}   // namespace overfit
