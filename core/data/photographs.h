#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace overfit {

/// What a file's folder tells of it; zeroes where it tells nothing.
struct FileStamp {
    std::uint64_t bytes = 0;
    std::int64_t modified = 0;   // nanoseconds since 1970
};

/// The files of one half of a data set, in its order, of which none was opened yet. Names and no paths: ImageNet has 1.3
/// million of them.
struct Photographs {
    std::filesystem::path folder;
    std::vector<std::string> names;   // below `folder`
    std::vector<FileStamp> stamps;    // as many
    std::string what;                 // "train images", for messages

    std::filesystem::path file(std::int64_t index) const { return folder / names[static_cast<std::size_t>(index)]; }

    /// A file below `folder`; asks the system for its stamp.
    void add(const std::filesystem::path& file);
};

}   // namespace overfit
