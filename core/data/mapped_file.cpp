#include "core/data/mapped_file.h"

#include "core/support/error.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace overfit {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, std::string_view reason) {
    throw Error({.where = file.string(), .problem = fmt::format("cannot be read: {}", reason), .remedy = ""});
}

}   // namespace

MappedFile::MappedFile(const std::filesystem::path& file) {
    const auto reason = [] { return std::system_category().message(errno); };
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) refuse(file, reason());
    struct stat status {};
    const bool is_file = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
    const auto size = static_cast<std::size_t>(is_file ? status.st_size : 0);
    void* const start = is_file ? ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0) : MAP_FAILED;
    const std::string problem = is_file ? reason() : "expected a file that is not empty";
    ::close(descriptor);
    if (start == MAP_FAILED) refuse(file, problem);
    // Images are taken here and there: what lies around one of them need not be read.
    ::madvise(start, size, MADV_RANDOM);
    bytes_ = {static_cast<const std::byte*>(start), size};
}

MappedFile::~MappedFile() { ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size()); }

void MappedFile::will_need(std::span<const std::byte> part) const {
    static const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGE_SIZE));
    const auto first = static_cast<std::size_t>(part.data() - bytes_.data()) / page * page;
    const auto end = static_cast<std::size_t>(part.data() - bytes_.data()) + part.size();
    ::madvise(const_cast<std::byte*>(bytes_.data()) + first, end - first, MADV_WILLNEED);
}

}   // namespace overfit
