#include "core/fetch/known_content.h"

#include "core/data/byte_reader.h"
#include "core/support/digest.h"
#include "core/support/error.h"

#include <fmt/format.h>
#include <fstream>
#include <vector>

namespace overfit {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece = std::size_t{1} << 20;
constexpr std::uint64_t most_unpacked = std::uint64_t{1} << 30;

std::optional<std::string> digest_of(const fs::path& file, DigestKind kind, const std::stop_token& stop) {
    std::ifstream stream(file, std::ios::binary);
    Digest digest(kind);
    std::vector<char> buffer(piece);
    while (stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || stream.gcount() > 0) {
        if (stop.stop_requested()) return std::nullopt;
        digest.add(std::as_bytes(std::span(buffer.data(), static_cast<std::size_t>(stream.gcount()))));
    }
    if (!stream.eof())
        throw Error({.where = file.string(), .problem = "cannot be read", .remedy = "check that it is there and readable"});
    return digest.hex_digest();
}

/// Whether what the packed file holds is the original; what is not packed at all is not.
std::optional<bool> holds_original(const fs::path& file, const SourceFile& expected, const std::stop_token& stop) {
    if (expected.unpacked_md5.empty()) return false;
    try {
        const auto found = md5_of_unpacked(file, stop);
        if (!found) return std::nullopt;
        return *found == expected.unpacked_md5;
    } catch (const Error&) {
        return false;   // damaged: other bytes
    }
}

}   // namespace

std::optional<std::string> md5_of_file(const fs::path& file, const std::stop_token& stop) {
    return digest_of(file, DigestKind::Md5, stop);
}

std::optional<std::string> md5_of_unpacked(const fs::path& file, const std::stop_token& stop) {
    ByteReader reader(file);
    Digest digest(DigestKind::Md5);
    std::vector<std::uint8_t> buffer(piece);
    std::uint64_t total = 0;
    while (const std::size_t got = reader.read(buffer)) {
        if (stop.stop_requested()) return std::nullopt;
        total += got;
        if (total > most_unpacked) reader.fail(total, "at most a gigabyte", "more");
        digest.add(std::as_bytes(std::span(buffer).first(got)));
    }
    return digest.hex_digest();
}

std::optional<ContentVerdict> check_content(const fs::path& file, const SourceFile& expected, const std::stop_token& stop) {
    const bool strong = !expected.sha256.empty();
    const std::string_view name = strong ? "sha256" : "md5";
    const std::string_view wanted = strong ? expected.sha256 : expected.md5;
    const auto found = digest_of(file, strong ? DigestKind::Sha256 : DigestKind::Md5, stop);
    if (!found) return std::nullopt;
    if (*found == wanted) {
        const char* weaker = strong ? "" : " (no sha256 is published)";
        return ContentVerdict{Content::Original, fmt::format("{} {}{}", name, *found, weaker)};
    }
    const auto original = holds_original(file, expected, stop);
    if (!original) return std::nullopt;
    if (*original)
        return ContentVerdict{Content::Repacked, fmt::format("packed anew, unpacked md5 {}", expected.unpacked_md5)};
    return ContentVerdict{Content::Other, fmt::format("expected {} {}, found {}", name, wanted, *found)};
}

}   // namespace overfit
