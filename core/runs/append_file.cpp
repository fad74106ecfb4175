#include "core/runs/append_file.h"

#include "core/support/error.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace overfit {

AppendFile::AppendFile(std::filesystem::path file)
    : file_(std::move(file)), descriptor_(::open(file_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0) fail("open", errno);
    struct stat facts {};
    if (::fstat(descriptor_, &facts) != 0) {
        const int error = errno;
        ::close(descriptor_);
        fail("look at", error);
    }
    size_ = static_cast<std::uint64_t>(facts.st_size);
}

AppendFile::~AppendFile() { ::close(descriptor_); }

void AppendFile::append(std::string_view bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t written = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            const int error = errno;
            // Readers drop a torn tail anyhow, so a failure of this is nothing to tell.
            [[maybe_unused]] const int cut = ::ftruncate(descriptor_, static_cast<off_t>(size_));
            fail("write", error);
        }
        done += static_cast<std::size_t>(written);
    }
    size_ += bytes.size();
}

void AppendFile::sync() {
    if (::fsync(descriptor_) != 0) fail("bring to disk", errno);
}

bool AppendFile::ends_with(char last) const {
    char found = '\0';
    return size_ > 0 && ::pread(descriptor_, &found, 1, static_cast<off_t>(size_ - 1)) == 1 && found == last;
}

void AppendFile::fail(const char* action, int error) const {
    throw Error({.where = file_.string(),
                 .problem = fmt::format("cannot {}: {}", action, std::system_category().message(error)),
                 .remedy = "check free space and permissions; what was recorded before is kept"});
}

}   // namespace overfit
