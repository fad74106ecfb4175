#include "core/fetch/checksum_list.h"

#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <sstream>

namespace overfit {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_list = std::size_t{16} << 20;
constexpr std::size_t digest_digits = 64;

bool stays_below(const fs::path& path) {
    return !path.empty() && path.is_relative() &&
           std::ranges::none_of(path, [](const fs::path& part) { return part == ".."; });
}

}   // namespace

bool write_checksum_list(const fs::path& folder, const std::stop_token& stop) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::string text;
    for (const fs::path& file : files) {
        if (stop.stop_requested()) return false;
        text += fmt::format("{}  {}\n", sha256_of_file(file), file.lexically_relative(folder).generic_string());
    }
    atomic_write(folder / checksum_list_name, text);
    return true;
}

std::vector<ListedFile> read_checksum_list(const fs::path& folder) {
    const fs::path list = folder / checksum_list_name;
    std::error_code problem;
    if (!fs::is_regular_file(list, problem)) return {};
    std::istringstream text(read_file(list, largest_list));
    std::vector<ListedFile> files;
    for (std::string line; std::getline(text, line);) {
        const bool has_digest = line.size() > digest_digits + 2 &&
                                line.find_first_not_of("0123456789abcdef") == digest_digits &&
                                line.substr(digest_digits, 2) == "  ";
        const fs::path file = has_digest ? line.substr(digest_digits + 2) : "";
        if (!stays_below(file)) {
            throw Error({.where = list.string(),
                         .problem = fmt::format("line {}: expected a sha256 and a file of this folder, found {}",
                                                files.size() + 1, excerpt(line)),
                         .remedy = "delete the list, or fetch the data set again"});
        }
        files.push_back({file, line.substr(0, digest_digits)});
    }
    return files;
}

}   // namespace overfit
