#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// What is known of a file or a set: as published, different, nothing to compare with, or not to be read at all.
enum class Authenticity { Original, Differs, Unknown, Damaged };

/// Whether something is known against it.
inline bool is_wrong(Authenticity state) { return state == Authenticity::Differs || state == Authenticity::Damaged; }

struct VerifiedFile {
    std::string file;   // from the set's folder
    Authenticity state = Authenticity::Unknown;
    std::string reason;   // "sha256 c4a3...", "expected md5 ..., found ..."
};

struct Verification {
    std::filesystem::path folder;
    std::vector<VerifiedFile> files;
    Authenticity state = Authenticity::Unknown;   // of the set as a whole
    std::string summary;                          // one sentence: what it means for the numbers
};

/// Hashes again what is there and compares it with what the publisher states; CIFAR's binary files, for which no checksum
/// is published, by the channel sums of their training images. What is not as published is read as a run reads it:
/// where that succeeds it can still be trained on. Throws UsageError when the set is not there, Error when a file cannot be
/// opened.
Verification verify_dataset(std::string_view name, std::span<const std::filesystem::path> roots);

/// The same; nothing when it was stopped.
std::optional<Verification> verify_dataset(std::string_view name, std::span<const std::filesystem::path> roots,
                                           const std::stop_token& stop);

}   // namespace overfit
