#include "core/fetch/fetch_dataset.h"

#include "core/data/dataset_layout.h"
#include "core/fetch/archive_extract.h"
#include "core/fetch/checksum_list.h"
#include "core/fetch/folder_lock.h"
#include "core/fetch/known_content.h"
#include "core/fetch/transfer_rate.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <system_error>
#include <vector>

namespace overfit {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t most_of_unknown_size = std::uint64_t{1} << 30;
constexpr double report_interval_s = 0.1;

bool is_address(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

/// "ftp://host/file", "htp:/host": what is no file of anybody's, so that nobody looks for one of that name.
void require_known_address(std::string_view from) {
    const auto colon = from.find(":/");
    if (is_address(from) || from.starts_with("file:/") || colon == std::string_view::npos ||
        from.substr(0, colon).find('/') != std::string_view::npos)
        return;
    throw UsageError({.where = "--from",
                      .problem = fmt::format("expected a file, or an address that begins with https:// or http://, found {}",
                                             excerpt(from)),
                      .remedy = ""});
}

std::string shown(std::uint64_t bytes) { return with_thousands(static_cast<std::int64_t>(bytes)); }

constexpr const char* parts_folder = "parts";
constexpr const char* checked_folder = "checked";

/// Where a set's files lie until they are put in place.
fs::path work_folder(std::string_view name, const DatasetSource& source, const fs::path& root) {
    return root / ".downloads" / slug(source.folder.empty() ? name : source.folder);
}

/// One data set on its way.
class Fetch {
public:
    Fetch(std::string_view name, const DatasetSource& source, const fs::path& root, const FetchOptions& options,
          FetchObserver& observer, const std::stop_token& stop)
        : source_(source),
          target_(source.folder.empty() ? root : root / source.folder),
          work_(work_folder(name, source, root)),
          downloads_(work_.parent_path()),
          options_(options),
          observer_(observer),
          stop_(stop),
          started_(Clock::now()) {}

    /// Whatever way it ends: only what helps the next attempt stays.
    FetchResult run() {
        try {
            const FetchResult result = bring_and_place();
            if (result.end == FetchEnd::Stopped) remove_what_is_empty();
            return result;
        } catch (...) {
            remove_what_is_empty();
            throw;
        }
    }

private:
    FetchResult bring_and_place() {
        require_known_address(options_.from);
        make_folders();
        require_space();
        observer_.on_phase("fetching");
        for (std::size_t file = 0; file < source_.files.size(); ++file) {
            if (!fetch_file(file)) return {FetchEnd::Stopped, work_};
        }
        if (!source_.members.paths.empty() && !unpack()) return {FetchEnd::Stopped, work_};
        put_in_place();
        return {FetchEnd::Fetched, target_};
    }

    void remove_what_is_empty() {
        std::error_code problem;
        if (lock_) {
            for (const SourceFile& file : source_.files) {
                if (fs::file_size(part_of(file), problem) == 0 && !problem) fs::remove(part_of(file), problem);
            }
            for (const char* folder : {parts_folder, checked_folder}) fs::remove(work_ / folder, problem);
            lock_.reset();
        }
        for (const fs::path& folder : {work_, downloads_}) fs::remove(folder, problem);
    }

    bool is_archive() const { return !source_.members.paths.empty(); }

    // Both under the file's own name: its ending tells how it is packed.
    fs::path part_of(const SourceFile& file) const { return work_ / parts_folder / file.name; }
    fs::path finished(const SourceFile& file) const { return work_ / checked_folder / file.name; }

    void make_folders() {
        try {
            fs::create_directories(work_);
            lock_.emplace(work_);   // before anything is thrown away
            for (const char* folder : {parts_folder, checked_folder}) fs::create_directories(work_ / folder);
            fs::remove_all(work_ / "unpacked");   // of an attempt that was killed
        } catch (const fs::filesystem_error& error) {
            throw Error({.where = work_.string(),
                         .problem = fmt::format("cannot be made: {}", error.code().message()),
                         .remedy = "name a folder that can be written: --data-root DIR or OVERFIT_DATA"});
        }
    }

    void require_space() const {
        std::uint64_t needed = is_archive() ? source_.members.most_bytes : 0;
        std::error_code problem;
        for (const SourceFile& file : source_.files) {
            std::uint64_t there = 0;
            for (const fs::path& path : {part_of(file), finished(file)}) {
                const auto size = fs::file_size(path, problem);
                if (!problem) there = std::max<std::uint64_t>(there, size);
            }
            needed += file.bytes - std::min(file.bytes, there);
        }
        const fs::space_info space = fs::space(work_, problem);
        if (problem || space.available >= needed) return;
        throw Error(
            {.where = target_.string(),
             .problem = fmt::format("expected {} of free space, found {}", as_size(needed), as_size(space.available)),
             .remedy = "free some space, or name a folder on another disk: --data-root DIR or OVERFIT_DATA"});
    }

    /// A source that the user named is theirs to change; the publisher's is not.
    [[noreturn]] void refuse_source(Error::Parts parts) const {
        if (options_.from.empty()) throw Error(std::move(parts));
        throw UsageError(std::move(parts));
    }

    /// Where a file is taken from: an address or a path.
    std::string location(const SourceFile& file) const {
        if (options_.from.empty()) return fmt::format("{}{}", source_.address, file.name);
        std::string from = options_.from;
        if (from.starts_with("file://")) from.erase(0, 7);
        std::error_code problem;
        const bool is_folder =
            is_address(from) ? from.ends_with('/') || source_.files.size() > 1 : fs::is_directory(from, problem);
        if (!is_folder) return from;
        return fmt::format("{}{}{}", from, from.ends_with('/') ? "" : "/", file.name);
    }

    /// False when it was stopped.
    bool fetch_file(std::size_t index) {
        const SourceFile& file = source_.files[index];
        std::error_code problem;
        if (fs::is_regular_file(finished(file), problem)) return true;   // checked by an earlier attempt
        progress_ = {.file = std::string(file.name),
                     .file_number = index + 1,
                     .file_count = source_.files.size(),
                     .done_bytes = 0,
                     .total_bytes = file.bytes,
                     .bytes_per_second = 0.0,
                     .seconds_left = {}};
        rate_ = {};
        PartFile part(part_of(file));
        for (bool second = false;; second = true) {
            const bool resumed = part.size() > 0;
            if (!bring(file, part)) return false;
            observer_.on_phase("checking");
            const auto verdict = check_content(part.path(), file, stop_);
            if (!verdict) return false;
            if (verdict->content != Content::Other) {
                tell(file, *verdict);
                break;
            }
            part.restart();
            // An earlier part may have been of another file: once more, from the beginning.
            if (!resumed || second) {
                refuse_source({.where = location(file),
                               .problem = fmt::format("wrong bytes: {}", verdict->arithmetic),
                               .remedy = "nothing of it was kept; try again, or name another source: --from URL or FILE"});
            }
            observer_.on_note(fmt::format("{}: the bytes of the earlier attempt were wrong; starting again", file.name));
        }
        part.sync();
        rename(part.path(), finished(file));
        return true;
    }

    void tell(const SourceFile& file, const ContentVerdict& verdict) {
        if (verdict.content == Content::Repacked || file.sha256.empty()) {
            observer_.on_note(fmt::format("{}: {}", file.name, verdict.arithmetic));
        }
    }

    bool bring(const SourceFile& file, PartFile& part) {
        const std::string from = location(file);
        // A mirror may have packed the same content anew, to another size.
        const bool any_size = file.bytes == 0 || (!options_.from.empty() && !file.unpacked_md5.empty());
        DownloadLimits limits = options_.limits;
        limits.expected_bytes = any_size ? 0 : file.bytes;
        limits.most_bytes = file.bytes == 0 ? most_of_unknown_size : any_size ? 4 * file.bytes : file.bytes;
        if (!is_address(from)) return copy(from, part, limits);
        DownloadEvents events;
        events.on_bytes = [this](std::uint64_t done, std::uint64_t total) { report(done, total); };
        events.on_retry = [&](const std::string& reason) {
            observer_.on_note(fmt::format("{}: {}; trying again from byte {}", file.name, reason, shown(part.size())));
        };
        const bool done = download(from, part, limits, events, stop_);
        if (done) report(part.size(), part.size(), true);
        return done;
    }

    bool copy(const fs::path& from, PartFile& part, const DownloadLimits& limits) {
        std::error_code problem;
        const auto size = fs::file_size(from, problem);
        if (problem) {
            throw UsageError({.where = from.string(),
                              .problem = "expected a file, found none",
                              .remedy = "--from names the file, or the folder that holds it"});
        }
        if (size > limits.most_bytes || (limits.expected_bytes > 0 && size != limits.expected_bytes)) {
            refuse_source({.where = from.string(),
                           .problem = fmt::format(
                               "expected {} bytes, found {}",
                               shown(limits.expected_bytes > 0 ? limits.expected_bytes : limits.most_bytes), shown(size)),
                           .remedy = "it is another file"});
        }
        part.restart();
        std::ifstream stream(from, std::ios::binary);
        std::vector<char> buffer(std::size_t{1} << 20);
        while (stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || stream.gcount() > 0) {
            if (stop_.stop_requested()) return false;
            part.append(std::as_bytes(std::span(buffer.data(), static_cast<std::size_t>(stream.gcount()))));
            report(part.size(), size);
        }
        if (!stream.eof())
            throw Error({.where = from.string(), .problem = "cannot be read", .remedy = "check its permissions"});
        report(part.size(), part.size(), true);
        return true;
    }

    void report(std::uint64_t done, std::uint64_t total, bool at_end = false) {
        const double now = std::chrono::duration<double>(Clock::now() - started_).count();
        if (!at_end && now - last_report_s_ < report_interval_s) return;
        last_report_s_ = now;
        rate_.add(now, done);
        progress_.done_bytes = done;
        progress_.total_bytes = total;
        progress_.bytes_per_second = rate_.bytes_per_second();
        progress_.seconds_left = at_end ? std::nullopt : rate_.seconds_left(total);
        observer_.on_progress(progress_);
    }

    bool unpack() {
        observer_.on_phase("unpacking");
        const fs::path folder = work_ / "unpacked";
        bool whole = false;
        try {
            const auto ignore = [](std::uint64_t) {};
            whole = extract_members(finished(source_.files.front()), source_.members, folder, ignore, stop_) &&
                    write_checksum_list(folder, stop_);
        } catch (...) {
            std::error_code problem;
            fs::remove_all(folder, problem);
            throw;
        }
        if (!whole) fs::remove_all(folder);
        return whole;
    }

    void rename(const fs::path& from, const fs::path& to) const {
        std::error_code problem;
        fs::rename(from, to, problem);
        if (!problem) return;
        throw Error(
            {.where = to.string(),
             .problem = fmt::format("cannot be put in place: {}", problem.message()),
             .remedy = "check the permissions of the folder; what was fetched is kept, and the same command goes on"});
    }

    /// A new folder at once; into one that is there file by file, each replaced as a whole.
    void put_in_place() {
        const fs::path unpacked = work_ / "unpacked";
        std::error_code problem;
        fs::create_directories(target_.parent_path(), problem);
        if (is_archive() && !fs::exists(target_, problem)) {
            rename(unpacked, target_);
        } else {
            fs::create_directories(target_, problem);
            for (const auto& [from, to] : moves(unpacked)) {
                fs::create_directories(to.parent_path(), problem);
                rename(from, to);
            }
        }
        fs::remove_all(work_, problem);
        fs::remove(downloads_, problem);   // only when nothing else is in it
    }

    std::vector<std::pair<fs::path, fs::path>> moves(const fs::path& unpacked) const {
        std::vector<std::pair<fs::path, fs::path>> result;
        if (!is_archive()) {
            for (const SourceFile& file : source_.files) result.emplace_back(finished(file), target_ / file.name);
            return result;
        }
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(unpacked)) {
            if (entry.is_regular_file())
                result.emplace_back(entry.path(), target_ / entry.path().lexically_relative(unpacked));
        }
        return result;
    }

    const DatasetSource& source_;
    fs::path target_, work_, downloads_;
    std::optional<FolderLock> lock_;   // on work_, once it is there
    const FetchOptions& options_;
    FetchObserver& observer_;
    const std::stop_token& stop_;
    Clock::time_point started_;
    double last_report_s_ = -1.0;
    FetchProgress progress_;
    TransferRate rate_;
};

}   // namespace

FetchResult fetch_source(std::string_view name, const DatasetSource& source, const fs::path& root,
                         const FetchOptions& options, FetchObserver& observer, const std::stop_token& stop) {
    return Fetch(name, source, root, options, observer, stop).run();
}

FetchResult fetch_dataset(std::string_view name, std::span<const fs::path> roots, const FetchOptions& options,
                          FetchObserver& observer, const std::stop_token& stop) {
    const DatasetPresence presence = locate_dataset(name, roots);   // refuses an unknown name
    const DatasetSource* source = find_dataset_source(name);
    if (source == nullptr) {
        throw UsageError({.where = fmt::format("data set {}", name),
                          .problem = "cannot be fetched",
                          .remedy = presence.present ? "it is there already" : presence.how_to_get});
    }
    if (presence.present && !options.again) return {FetchEnd::AlreadyThere, presence.folder};
    return fetch_source(name, *source, roots.front(), options, observer, stop);
}

std::uint64_t kept_bytes(std::string_view name, std::span<const fs::path> roots) {
    const DatasetSource* source = find_dataset_source(name);
    if (source == nullptr || roots.empty()) return 0;
    std::uint64_t sum = 0;
    for (const char* folder : {parts_folder, checked_folder}) {
        for (const SourceFile& file : source->files) {
            std::error_code problem;
            const auto size = fs::file_size(work_folder(name, *source, roots.front()) / folder / file.name, problem);
            if (!problem) sum += size;
        }
    }
    return sum;
}

}   // namespace overfit
