#include "core/fetch/part_file.h"

#include "core/support/error.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace overfit {

PartFile::PartFile(std::filesystem::path path) : path_(std::move(path)) {
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor_ < 0) fail("be written");
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor_);
        throw Error({.where = path_.string(),
                     .problem = "another program is fetching this file",
                     .remedy = "wait until it has ended, or stop it"});
    }
    struct stat status {};
    if (::fstat(descriptor_, &status) == 0) size_ = static_cast<std::uint64_t>(status.st_size);
    ::lseek(descriptor_, 0, SEEK_END);
}

PartFile::~PartFile() { ::close(descriptor_); }

void PartFile::append(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written == 0) errno = ENOSPC;
        if (written <= 0) fail("be written");
        size_ += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void PartFile::restart() {
    if (::ftruncate(descriptor_, 0) != 0 || ::lseek(descriptor_, 0, SEEK_SET) != 0) fail("be emptied");
    size_ = 0;
}

void PartFile::sync() {
    if (::fsync(descriptor_) != 0) fail("be brought to disk");
}

void PartFile::fail(const char* action) const {
    const int reason = errno;
    const bool full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
    throw Error({.where = path_.string(),
                 .problem = fmt::format("cannot {}: {}", action, std::system_category().message(reason)),
                 .remedy = full ? "free some space: what was fetched so far is kept, and the same command goes on from there"
                                : "name a folder that can be written: --data-root DIR or OVERFIT_DATA"});
}

}   // namespace overfit
