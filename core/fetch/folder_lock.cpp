#include "core/fetch/folder_lock.h"

#include "core/support/error.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace overfit {

FolderLock::FolderLock(const std::filesystem::path& folder) : file_(folder / "lock") {
    descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor_ < 0) {
        throw Error({.where = file_.string(),
                     .problem = fmt::format("cannot be written: {}", std::system_category().message(errno)),
                     .remedy = "name a folder that can be written: --data-root DIR or OVERFIT_DATA"});
    }
    struct stat status {};
    const bool held = ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
    // Without a name: the other fetch ended between our open() and flock().
    if (held && ::fstat(descriptor_, &status) == 0 && status.st_nlink > 0) return;
    ::close(descriptor_);
    throw Error({.where = folder.string(),
                 .problem = "another program is fetching this data set",
                 .remedy = "wait until it has ended, or stop it"});
}

FolderLock::~FolderLock() {
    ::unlink(file_.c_str());
    ::close(descriptor_);
}

}   // namespace overfit
