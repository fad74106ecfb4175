#include "core/runs/run_store.h"

#include "core/runs/lock_file.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr std::size_t largest_summary = std::size_t{16} << 20;

std::string folder_name(const std::filesystem::path& folder) {
    // "runs/a/" has an empty last part.
    return folder.has_filename() ? folder.filename().string() : folder.parent_path().filename().string();
}

/// By the time of creation, else by the folder's name, which begins with it. Only digits, so that both compare.
std::string sort_key(const RunListing& listing) {
    const std::string text =
        listing.record ? listing.record->created + folder_name(listing.folder) : folder_name(listing.folder);
    std::string digits;
    for (const char character : text) {
        if (character >= '0' && character <= '9') digits += character;
    }
    return digits;
}

std::string listed(const std::vector<const RunListing*>& candidates) {
    std::vector<std::string> lines;
    for (const RunListing* candidate : candidates) {
        lines.push_back(fmt::format("{} ({})", folder_name(candidate->folder), candidate->shown_name()));
        if (lines.size() == 10 && candidates.size() > 10) {
            lines.push_back(fmt::format("and {} more", candidates.size() - 10));
            break;
        }
    }
    return join(lines);
}

/// Of ASCII letters; others are compared as they stand.
std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return text;
}

template <typename Matches>
std::vector<const RunListing*> matching(const std::vector<RunListing>& runs, Matches matches) {
    std::vector<const RunListing*> found;
    for (const RunListing& run : runs) {
        if (matches(run)) found.push_back(&run);
    }
    return found;
}

[[noreturn]] void refuse_unknown(const std::string& text, const std::filesystem::path& runs_dir,
                                 const std::vector<RunListing>& runs) {
    std::vector<std::string> names;
    for (const RunListing& run : runs) {
        names.push_back(folder_name(run.folder));
        names.push_back(run.shown_name());
    }
    std::string remedy;
    if (runs.empty()) {
        remedy = "there are no runs in it yet";
    } else if (const auto nearest = nearest_name(text, names)) {
        remedy = fmt::format("the nearest is {}", *nearest);
    } else {
        remedy = fmt::format("there are {}", listed(matching(runs, [](const RunListing&) { return true; })));
    }
    throw UsageError({.where = runs_dir.string(),
                      .problem = fmt::format("expected a run's folder, id or name, found none for \"{}\"", text),
                      .remedy = std::move(remedy)});
}

/// A damaged user.json must not hide the run; changing the notes then tells what is wrong with it.
UserNotes notes_or_none(const std::filesystem::path& run_folder) {
    try {
        return read_user_notes(run_folder);
    } catch (const Error&) {
        return {};
    }
}

}   // namespace

std::filesystem::path default_runs_dir() {
    if (const char* folder = std::getenv("OVERFIT_RUNS_DIR"); folder != nullptr && *folder != '\0') return folder;
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr && *home != '\0' ? home : ".") / "overfit-runs";
}

std::string RunListing::shown_name() const {
    if (!user.name.empty()) return user.name;
    if (record && !record->name.empty()) return record->name;
    return folder_name(folder);
}

RunListing read_run(const std::filesystem::path& run_folder) {
    // "runs/a/" is "runs/a".
    RunListing listing{.folder = run_folder.has_filename() ? run_folder : run_folder.parent_path(),
                       .record = std::nullopt,
                       .user = {},
                       .problem = ""};
    const std::filesystem::path file = run_folder / "run.json";
    std::error_code problem;
    if (!std::filesystem::exists(file, problem)) {
        listing.problem = fmt::format("{}: expected run.json, found none; this is not a run folder", run_folder.string());
        return listing;
    }
    try {
        listing.record = parse_run_record(read_file(file, largest_summary), file.string());
        const bool claims_to_run = listing.record->status == RunStatus::Running;
        if (claims_to_run && !lock_holder(run_folder)) listing.record->status = RunStatus::Interrupted;
    } catch (const Error& error) {
        listing.problem = error.what();
    }
    listing.user = notes_or_none(run_folder);
    return listing;
}

std::vector<RunListing> list_runs(const std::filesystem::path& runs_dir) {
    std::vector<std::pair<std::string, RunListing>> keyed;
    std::error_code problem;
    std::filesystem::directory_iterator entries(runs_dir, std::filesystem::directory_options::skip_permission_denied,
                                                problem);
    for (const std::filesystem::directory_iterator end; !problem && entries != end; entries.increment(problem)) {
        std::error_code unknown;
        if (!entries->is_directory(unknown) || entries->path().filename().string().starts_with('.')) continue;
        RunListing listing = read_run(entries->path());
        std::string key = sort_key(listing);
        keyed.emplace_back(std::move(key), std::move(listing));
    }
    std::sort(keyed.begin(), keyed.end(), [](const auto& left, const auto& right) { return left.first > right.first; });
    std::vector<RunListing> runs;
    runs.reserve(keyed.size());
    for (auto& [key, listing] : keyed) runs.push_back(std::move(listing));
    return runs;
}

std::filesystem::path find_run(const std::string& text, const std::filesystem::path& runs_dir) {
    std::error_code unknown;
    if (std::filesystem::exists(std::filesystem::path(text) / "run.json", unknown)) return text;
    // As a path it is taken at its word even without run.json: reading it then says what is wrong.
    if (text.find('/') != std::string::npos && std::filesystem::is_directory(text, unknown)) return text;
    const std::vector<RunListing> runs = list_runs(runs_dir);
    const auto is_id = [&](const RunListing& run) { return folder_name(run.folder) == text; };
    const auto is_name = [&](const RunListing& run) {
        return run.shown_name() == text || (run.record && (run.record->name == text || run.record->id == text));
    };
    const auto is_end = [&](const RunListing& run) {
        const std::string id = folder_name(run.folder);
        return !text.empty() && (id.starts_with(text) || id.ends_with(text));
    };
    const auto is_part = [&, part = lower_case(text)](const RunListing& run) {
        const auto has = [&](const std::string& whole) { return lower_case(whole).find(part) != std::string::npos; };
        return !text.empty() &&
               (has(folder_name(run.folder)) || has(run.shown_name()) || (run.record && has(run.record->name)));
    };
    std::vector<const RunListing*> found = matching(runs, is_id);
    if (found.empty()) found = matching(runs, is_name);
    if (found.empty()) found = matching(runs, is_end);
    if (found.empty()) found = matching(runs, is_part);
    if (found.empty()) refuse_unknown(text, runs_dir, runs);
    if (found.size() > 1) {
        throw UsageError({.where = runs_dir.string(),
                          .problem = fmt::format("expected one run, found {} for \"{}\"", found.size(), text),
                          .remedy = fmt::format("name one of them: {}", listed(found))});
    }
    return found.front()->folder;
}

}   // namespace overfit
