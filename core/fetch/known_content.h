#pragma once

#include "core/data/dataset_source.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace overfit {

/// A file beside what the publisher states of it.
enum class Content {
    Original,   // its checksum is the publisher's
    Repacked,   // packed anew: what it holds is the original
    Other       // different bytes
};

struct ContentVerdict {
    Content content = Content::Other;
    std::string arithmetic;   // "sha256 c4a38c50...", "expected sha256 ..., found ..."; md5 says that it is the weaker one
};

/// Hashes `file` and compares. Nothing when it was stopped. Throws Error when the file cannot be read.
std::optional<ContentVerdict> check_content(const std::filesystem::path& file, const SourceFile& expected,
                                            const std::stop_token& stop = {});

/// The MD5 of a file, as it lies or unpacked (".gz"); nothing when it was stopped. Throws Error for damaged packed data and
/// for more than a gigabyte unpacked.
std::optional<std::string> md5_of_file(const std::filesystem::path& file, const std::stop_token& stop = {});
std::optional<std::string> md5_of_unpacked(const std::filesystem::path& file, const std::stop_token& stop = {});

}   // namespace overfit
