#include "core/support/atomic_file.h"

#include "core/support/error.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace overfit {

namespace {

/// Closes its descriptor at the end of the scope.
class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }

    int get() const { return value_; }
    int release() { return std::exchange(value_, -1); }

private:
    int value_;
};

[[noreturn]] void fail(const std::filesystem::path& file, const char* action) {
    const std::string reason = std::system_category().message(errno);
    throw Error({.where = file.string(),
                 .problem = fmt::format("cannot {}: {}", action, reason),
                 .remedy = "check free space and permissions; the earlier content is untouched"});
}

void write_all(int descriptor, std::span<const std::byte> content, const std::filesystem::path& file) {
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written == 0) errno = ENOSPC;   // POSIX leaves it open; without this the loop would never end
        if (written <= 0) fail(file, "write");
        content = content.subspan(static_cast<std::size_t>(written));
    }
}

/// A new file beside `file`, with the permissions that any new file gets. (mkstemp's are private, and a run folder is for
/// whoever may read the folder; to widen them needs umask(), which other threads would feel.)
std::filesystem::path create_beside(const std::filesystem::path& file, int& descriptor) {
    static std::atomic<unsigned> counter{0};
    for (;;) {
        std::filesystem::path temporary = file;
        temporary.replace_filename(fmt::format(".{}.{}-{}.tmp", file.filename().string(), ::getpid(), counter++));
        descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0) return temporary;
        if (errno == ENOENT) {
            throw Error({.where = file.string(),
                         .problem = fmt::format("there is no folder {}", file.parent_path().string()),
                         .remedy = "make it first, or name another"});
        }
        if (errno != EEXIST) fail(file, "write beside it");   // EEXIST: left by a crash, or another machine's
    }
}

/// A rename is durable only once the folder that holds the name is on disk. Some file systems refuse it: then it is theirs.
void sync_folder(const std::filesystem::path& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.get() >= 0) ::fsync(descriptor.get());
}

}   // namespace

void atomic_write(const std::filesystem::path& file, std::span<const std::byte> content) {
    int opened = -1;
    const std::filesystem::path temporary = create_beside(file, opened);
    Descriptor descriptor(opened);
    try {
        write_all(descriptor.get(), content, file);
        if (::fsync(descriptor.get()) != 0) fail(file, "bring to disk");
        if (::close(descriptor.release()) != 0) fail(file, "close");
        if (::rename(temporary.c_str(), file.c_str()) != 0) fail(file, "replace");
    } catch (...) {
        ::unlink(temporary.c_str());
        throw;
    }
    sync_folder(file.has_parent_path() ? file.parent_path() : std::filesystem::path("."));
}

void atomic_write(const std::filesystem::path& file, std::string_view content) {
    atomic_write(file, std::as_bytes(std::span(content.data(), content.size())));
}

std::string read_file(const std::filesystem::path& file, std::size_t limit) {
    std::error_code problem;
    if (std::filesystem::is_directory(file, problem)) {
        throw Error({.where = file.string(), .problem = "is a folder, expected a file", .remedy = ""});
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw Error({.where = file.string(),
                     .problem = fmt::format("cannot be read: {}", std::system_category().message(errno)),
                     .remedy = "check that it is there and readable"});
    }
    std::string content;
    std::string buffer(std::size_t{1} << 16, '\0');
    while (stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || stream.gcount() > 0) {
        content.append(buffer.data(), static_cast<std::size_t>(stream.gcount()));
        if (content.size() > limit) {
            throw Error({.where = file.string(), .problem = fmt::format("has more than {} bytes", limit), .remedy = ""});
        }
    }
    if (!stream.eof()) throw Error({.where = file.string(), .problem = "cannot be read to its end", .remedy = ""});
    return content;
}

}   // namespace overfit
