#include "core/fetch/archive_extract.h"

#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <memory>
#include <set>
#include <string>

namespace overfit {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t block_bytes = 65'536;

// libarchive's own guards on top of ours: nothing is written through a link, above the folder, or half under its name.
// SECURE_NOABSOLUTEPATHS cannot be among them, for the path that is given it is the target's: a member's own absolute path
// fits no pattern.
constexpr int writing_flags =
    ARCHIVE_EXTRACT_SECURE_SYMLINKS | ARCHIVE_EXTRACT_SECURE_NODOTDOT | ARCHIVE_EXTRACT_SAFE_WRITES;

using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;
using Writer = std::unique_ptr<archive, decltype(&archive_write_free)>;

class Extraction {
public:
    Extraction(const fs::path& file, const ArchiveMembers& members, const fs::path& target,
               const std::function<void(std::uint64_t)>& on_bytes, const std::stop_token& stop)
        : file_(file),
          members_(members),
          target_(target),
          on_bytes_(on_bytes),
          stop_(stop),
          reader_(archive_read_new(), archive_read_free),
          writer_(archive_write_disk_new(), archive_write_free) {
        archive_read_support_filter_gzip(reader_.get());
        archive_read_support_filter_xz(reader_.get());
        archive_read_support_format_tar(reader_.get());
        archive_read_support_format_zip(reader_.get());
        archive_write_disk_set_options(writer_.get(), writing_flags);
        require(archive_read_open_filename(reader_.get(), file.c_str(), block_bytes));
    }

    bool run() {
        archive_entry* entry = nullptr;
        for (;;) {
            if (stop_.stop_requested()) return false;
            const int outcome = archive_read_next_header(reader_.get(), &entry);
            if (outcome == ARCHIVE_EOF) break;
            require(outcome);
            if (!take(*entry)) return false;
        }
        require_all_members();
        return true;
    }

private:
    [[noreturn]] void fail(std::string problem, std::string remedy = "get the archive again") const {
        throw Error({.where = file_.string(), .problem = std::move(problem), .remedy = std::move(remedy)});
    }

    void require(int outcome) const {
        if (outcome == ARCHIVE_OK || outcome == ARCHIVE_WARN) return;
        const char* words = archive_error_string(reader_.get());
        fail(fmt::format("cannot be unpacked: {}", words == nullptr ? "it is damaged" : words));
    }

    void require_written(int outcome, const fs::path& file) const {
        if (outcome == ARCHIVE_OK) return;
        const char* words = archive_error_string(writer_.get());
        throw Error({.where = file.string(),
                     .problem = fmt::format("cannot be written: {}", words == nullptr ? "the disk refuses" : words),
                     .remedy = "check free space and permissions; the archive is kept"});
    }

    /// The path behind `strip` when it is one of the expected; else empty.
    std::string expected_path(const char* path) const {
        const std::string_view whole = path == nullptr ? "" : path;
        if (!whole.starts_with(members_.strip)) return "";
        const std::string_view rest = whole.substr(members_.strip.size());
        const bool is_expected =
            std::ranges::any_of(members_.paths, [rest](std::string_view pattern) { return fits_pattern(rest, pattern); });
        return is_expected ? std::string(rest) : "";
    }

    bool take(archive_entry& entry) {
        const std::string path = expected_path(archive_entry_pathname(&entry));
        if (path.empty()) return true;
        const bool is_link = archive_entry_hardlink(&entry) != nullptr || archive_entry_symlink(&entry) != nullptr;
        if (archive_entry_filetype(&entry) != AE_IFREG || is_link)
            fail(fmt::format("{}: expected a file, found a link or a folder", path));
        if (!taken_.insert(path).second) fail(fmt::format("{} comes twice", path));
        if (archive_entry_size_is_set(&entry) != 0)
            require_room(static_cast<std::uint64_t>(std::max<la_int64_t>(archive_entry_size(&entry), 0)));
        const fs::path file = target_ / path;
        archive_entry_set_pathname(&entry, file.c_str());
        archive_entry_set_perm(&entry, 0644);
        require_written(archive_write_header(writer_.get(), &entry), file);
        if (!copy_content(file)) return false;
        require_written(archive_write_finish_entry(writer_.get()), file);
        return true;
    }

    bool copy_content(const fs::path& file) {
        const std::uint64_t before = written_;
        for (;;) {
            if (stop_.stop_requested()) return false;
            const void* block = nullptr;
            std::size_t size = 0;
            la_int64_t offset = 0;
            const int outcome = archive_read_data_block(reader_.get(), &block, &size, &offset);
            if (outcome == ARCHIVE_EOF) return true;
            require(outcome);
            // By where the block lies, not by its size: a hole in the file counts as well.
            const std::uint64_t end = static_cast<std::uint64_t>(offset) + size;
            require_room(before + end - written_);
            written_ = before + end;
            if (archive_write_data_block(writer_.get(), block, size, offset) < ARCHIVE_OK)
                require_written(ARCHIVE_FATAL, file);
            if (on_bytes_) on_bytes_(written_);
        }
    }

    void require_room(std::uint64_t more) const {
        if (written_ <= members_.most_bytes && more <= members_.most_bytes - written_) return;
        fail(fmt::format("expected at most {} unpacked, found more", as_size(members_.most_bytes)),
             "it is another archive; get the right one");
    }

    void require_all_members() const {
        std::vector<std::string> missing;
        for (const std::string_view pattern : members_.paths) {
            const bool there =
                std::ranges::any_of(taken_, [pattern](const std::string& path) { return fits_pattern(path, pattern); });
            if (!there) missing.emplace_back(pattern);
        }
        if (!missing.empty()) fail(fmt::format("lacks {}", join(missing)));
    }

    const fs::path& file_;
    const ArchiveMembers& members_;
    const fs::path& target_;
    const std::function<void(std::uint64_t)>& on_bytes_;
    const std::stop_token& stop_;
    Reader reader_;
    Writer writer_;
    std::set<std::string> taken_;
    std::uint64_t written_ = 0;
};

}   // namespace

bool fits_pattern(std::string_view path, std::string_view pattern) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) return path == pattern;
    const std::string_view before = pattern.substr(0, star), behind = pattern.substr(star + 1);
    if (path.size() <= before.size() + behind.size() || !path.starts_with(before) || !path.ends_with(behind)) return false;
    const std::string_view name = path.substr(before.size(), path.size() - before.size() - behind.size());
    return std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
               c == '.';
    });
}

bool extract_members(const fs::path& archive, const ArchiveMembers& members, const fs::path& target,
                     const std::function<void(std::uint64_t)>& on_bytes, const std::stop_token& stop) {
    fs::create_directories(target);
    const fs::path folder = fs::canonical(target);   // a data root may be reached through a link; below it there is none
    return Extraction(archive, members, folder, on_bytes, stop).run();
}

}   // namespace overfit
