#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace overfit {

/// The list that is put beside files that came out of a checked archive, as `sha256sum -c SHA256SUMS` reads it.
inline constexpr const char* checksum_list_name = "SHA256SUMS";

struct ListedFile {
    std::filesystem::path file;   // from the list's folder
    std::string sha256;
};

/// Hashes every file below `folder`, in the order of their paths, into its SHA256SUMS. False when it was stopped.
bool write_checksum_list(const std::filesystem::path& folder, const std::stop_token& stop = {});

/// Empty where there is no list. Throws Error for a line that is none or names a file outside of the folder.
std::vector<ListedFile> read_checksum_list(const std::filesystem::path& folder);

}   // namespace overfit
