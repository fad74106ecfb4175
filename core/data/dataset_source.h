#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace overfit {

/// One file as its publisher offers it. An empty checksum or a size of 0 is not known; every file has sha256 or md5.
struct SourceFile {
    std::string_view name;
    std::uint64_t bytes = 0;
    std::string_view sha256;
    std::string_view md5;            // what torchvision and the publishers state
    std::string_view unpacked_md5;   // of what a ".gz" holds: tells a repacked copy from other data; may be empty
};

/// What is taken out of an archive. Other members are left in it.
struct ArchiveMembers {
    std::string_view strip;                // beginning of the members' paths that is cut off
    std::vector<std::string_view> paths;   // behind that; each must be there, a `*` stands for one or more names
    std::uint64_t most_bytes = 0;          // unpacked, all together: more is refused
};

/// Where a data set comes from. Several sets may share one (EMNIST's six splits, CIFAR-100's two label sets).
struct DatasetSource {
    std::string_view address;   // a folder on the publisher's server, ending in "/"
    std::string_view folder;    // below a data root, where the files go (torchvision's layout); "" = the root itself
    std::vector<SourceFile> files;
    ArchiveMembers members;            // no paths: the files are kept as they are
    std::string_view debian_package;   // may be empty
    std::string_view licence = "";     // as the publisher states it; empty: nothing is stated

    /// Sum of the files' sizes; 0 when one of them is not known.
    std::uint64_t download_bytes() const;
};

/// Nothing for a set that is made by the program or is the user's own. Checksums: pytorch/vision's torchvision/datasets and
/// tensorflow/datasets' url_checksums, whose digests of the same files were taken together.
const DatasetSource* find_dataset_source(std::string_view dataset);

/// MD5 of single files that came out of an archive, by name ("train_X.bin"), where they are published; else empty.
std::string_view known_member_md5(std::string_view dataset, std::string_view name);

/// The sums over all training images of each channel, where the publisher's files are known by no checksum of their own.
/// Empty when not known. (50,000 * 1,024 times the channel means that are published to eight digits and more.)
std::span<const std::int64_t> known_channel_sums(std::string_view dataset);

}   // namespace overfit
