#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace overfit {

/// notes.md of a run folder: what the user wrote about the run. Empty when there is none.
/// Throws Error when it cannot be read or has more than 1 MiB.
std::string read_notes(const std::filesystem::path& run_folder);

/// Replaces notes.md as a whole or not at all; an empty text takes the file away. Throws Error.
void write_notes(const std::filesystem::path& run_folder, std::string_view text);

}   // namespace overfit
