#include "core/data/photographs.h"

#include <sys/stat.h>

namespace overfit {

void Photographs::add(const std::filesystem::path& file) {
    names.push_back(file.native().substr(folder.native().size() + 1));
    struct stat status {};
    FileStamp stamp;
    if (::stat(file.c_str(), &status) == 0) {   // else a link that leads nowhere: told when it is its turn to be decoded
        constexpr std::int64_t second = 1'000'000'000;
        stamp = {.bytes = static_cast<std::uint64_t>(status.st_size),
                 .modified = std::int64_t{status.st_mtim.tv_sec} * second + status.st_mtim.tv_nsec};
    }
    stamps.push_back(stamp);
}

}   // namespace overfit
