#include "core/runs/notes_file.h"

#include "core/support/atomic_file.h"
#include "core/support/error.h"

#include <fmt/format.h>
#include <system_error>

namespace overfit {

namespace {

constexpr std::size_t largest_notes = std::size_t{1} << 20;

std::filesystem::path notes_path(const std::filesystem::path& run_folder) { return run_folder / "notes.md"; }

}   // namespace

std::string read_notes(const std::filesystem::path& run_folder) {
    const std::filesystem::path file = notes_path(run_folder);
    std::error_code problem;
    if (!std::filesystem::exists(file, problem)) return "";
    return read_file(file, largest_notes);
}

void write_notes(const std::filesystem::path& run_folder, std::string_view text) {
    const std::filesystem::path file = notes_path(run_folder);
    if (text.size() > largest_notes) {
        // What could not be read again must not be written.
        throw Error({.where = file.string(),
                     .problem = fmt::format("expected at most {} bytes, found {}", largest_notes, text.size()),
                     .remedy = "shorten the notes; the earlier ones are untouched"});
    }
    if (!text.empty()) return atomic_write(file, text);
    std::error_code problem;
    std::filesystem::remove(file, problem);
    if (!problem) return;
    throw Error({.where = file.string(),
                 .problem = fmt::format("cannot be removed: {}", problem.message()),
                 .remedy = "check the folder's permissions"});
}

}   // namespace overfit
